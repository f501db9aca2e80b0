"""The modules that functions import, and the interpreters that run them."""

import sys
import zipfile
from importlib.metadata import distribution

import pytest

from lambda_runtime import runtimes
from lambda_runtime.package_cache import PackagesUnavailableError, packages_of_file
from lambda_runtime.requirements_file import digest_of_requirements
from lambda_runtime.runtimes import UnsupportedRuntimeError, find_python, find_runtime

IMPORT = """
import importlib
def handler(event, context):
    try:
        return importlib.import_module(event).__name__ and getattr(importlib.import_module(event), "WHERE", "elsewhere")
    except ImportError:
        return "missing"
"""
VERSION = (
    "import boto3, sys\ndef handler(event, context): return [list(sys.version_info[:2]), boto3.__version__]"
)
OTHER_PYTHONS = [version for version in ("3.10", "3.12", "3.13") if find_python(version)]


def package(folder, name, where):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(f"WHERE = {where!r}")


def test_layers_are_searched_after_the_code_and_the_last_one_first(function, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    package(first / "python", "shared", "first layer")
    package(second / "python", "shared", "second layer")
    package(first / "python" / "lib" / "python3.11" / "site-packages", "installed", "site-packages")
    package(second / "python", "installed", "second layer")
    package(second / "python", "own", "second layer")
    package(tmp_path / "function", "own", "code")
    tried = function(IMPORT, layers=(first, second))
    assert [tried.result(name) for name in ("shared", "installed", "own")] == [
        "second layer",
        "site-packages",
        "code",
    ]


def test_programs_of_layers_are_on_the_path(function, tmp_path):
    for layer in ("first", "second"):
        program = tmp_path / layer / "bin" / "greet"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho {layer} $LD_LIBRARY_PATH")
        program.chmod(0o755)
    source = "import subprocess\ndef handler(event, context): return subprocess.check_output(['greet'], text=True).split()"
    layer, libraries = function(source, layers=(tmp_path / "first", tmp_path / "second")).result()
    assert layer == "second"
    assert libraries.split(":") == [
        str(tmp_path / folder) for folder in ("function", "function/lib", "second/lib", "first/lib")
    ]


def test_a_function_sees_what_the_runtime_has_and_nothing_of_the_tests(function):
    tried = function(IMPORT)
    assert [tried.result(name) for name in ("boto3", "botocore", "urllib3")] == ["elsewhere"] * 3
    assert [tried.result(name) for name in ("pytest", "robot", "moto", "lambda_runtime", "egress")] == [
        "missing"
    ] * 5


@pytest.mark.parametrize(
    "name", ["boto3", "simplejson", "calendar", "uuid", "egress", "read_only", "python_function", "bootstrap"]
)
def test_a_function_may_have_a_module_of_any_name(function, tmp_path, name):
    package(tmp_path / "function", name, "own")
    assert function(IMPORT).result(name) == "own"


def wheel(folder, where):
    """Write a package that pip can install without building anything."""
    path = folder / "greeting-1-py3-none-any.whl"
    metadata = "greeting-1.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("greeting.py", f"WHERE = {where!r}")
        archive.writestr(f"{metadata}/METADATA", "Metadata-Version: 2.1\nName: greeting\nVersion: 1\n")
        archive.writestr(
            f"{metadata}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{metadata}/RECORD", "")
    return path


@pytest.fixture
def code(tmp_path, monkeypatch):
    """Return the folder of the function's code, for which nothing has been installed yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "function"
    folder.mkdir()
    return folder


def installations(caplog):
    return [message for message in caplog.messages if "the packages of the function tried" in message]


def test_the_requirements_of_a_function_are_installed_once(function, code, tmp_path, caplog):
    (code / "requirements.txt").write_text(f"{wheel(tmp_path, 'requirement')}\n")
    for _ in range(2):
        assert function(IMPORT).result("greeting") == "requirement"
    (told,) = installations(caplog)
    assert told.startswith("Installing the packages of the function tried, once, into ")


WHEEL = "../greeting-1-py3-none-any.whl"


@pytest.mark.parametrize(
    ("text", "included"),
    [
        ("-r ../more.txt  # of all functions", WHEEL),
        ("--requirement=../more.txt", WHEEL),
        (f"-c ../more.txt\n{WHEEL}", "greeting<2"),
    ],
)
def test_files_that_requirements_include_are_found_and_noticed(code, tmp_path, text, included):
    """Source: pip documentation, "Requirements File Format"."""
    wheel(tmp_path, "included")
    (tmp_path / "more.txt").write_text(included)
    file = code / "requirements.txt"
    file.write_text(text)
    assert (packages_of_file(file, sys.executable, purpose="a test") / "greeting.py").exists()
    before = digest_of_requirements(file)
    (tmp_path / "more.txt").write_text(f"{included}\nrequests\n")
    assert digest_of_requirements(file) != before


def test_files_that_include_one_another_are_read_once(code, tmp_path):
    (code / "requirements.txt").write_text("-r more/requirements.txt\n")
    (code / "more").mkdir()
    (code / "more" / "requirements.txt").write_text("-r ../requirements.txt\n-r deep.txt\n-r none.txt\n")
    before = digest_of_requirements(code / "requirements.txt")
    (code / "more" / "deep.txt").write_text("requests")
    assert digest_of_requirements(code / "requirements.txt") != before


def test_a_local_package_is_installed_again_when_it_has_changed(function, code, tmp_path, caplog):
    (code / "requirements.txt").write_text(WHEEL)
    for where in ("first", "second"):
        wheel(tmp_path, where)
        assert function(IMPORT).result("greeting") == where
    assert len(installations(caplog)) == 2


@pytest.mark.parametrize("line", ["./mylib", "-e ./mylib", "./mylib[extra]; python_version > '3'", "mylib/"])
def test_the_files_of_a_local_package_count_without_those_of_its_builds(code, line):
    file = code / "requirements.txt"
    file.write_text(line)
    package(code / "mylib", "greeting", "first")
    digests = [digest_of_requirements(file)]
    for folder in ("build/lib", "greeting.egg-info", "__pycache__", ".git"):
        package(code / "mylib" / folder, "written", "by a build")
    digests.append(digest_of_requirements(file))
    package(code / "mylib", "greeting", "second")
    digests.append(digest_of_requirements(file))
    assert digests[0] == digests[1] != digests[2]


def test_modules_beside_the_requirements_do_not_disturb_pip(function, code, tmp_path):
    (code / "requirements.txt").write_text(f"{wheel(tmp_path, 'requirement')}\n")
    (code / "logging.py").write_text("raise RuntimeError('imported')")
    (code / "pip.py").write_text("raise RuntimeError('imported')")
    assert packages_of_file(code / "requirements.txt", sys.executable, purpose="a test").is_dir()


def test_requirements_that_cannot_be_installed_are_named(function, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "function").mkdir()
    (tmp_path / "function" / "requirements.txt").write_text("nothing @ file:///nowhere")
    with pytest.raises(
        PackagesUnavailableError, match="The packages of the function tried could not be installed: ERROR"
    ):
        function(IMPORT)


def test_requirements_that_are_in_the_code_are_not_installed(function, tmp_path):
    (tmp_path / "function" / "nothing-1.dist-info").mkdir(parents=True)
    (tmp_path / "function" / "requirements.txt").write_text("nothing @ file:///nowhere")
    assert function(IMPORT).result("app") == "elsewhere"


@pytest.mark.parametrize("identifier", ["java21", "provided.al2023", "ruby3.3", "", "python"])
def test_other_runtimes_are_refused(identifier):
    with pytest.raises(UnsupportedRuntimeError, match=r"can't be run here: python3\.x and nodejsNN\.x can"):
        find_runtime(identifier)


def test_node_functions_need_node(monkeypatch):
    monkeypatch.setattr(runtimes.shutil, "which", lambda _: None)
    with pytest.raises(UnsupportedRuntimeError, match=r"needs Node\.js"):
        find_runtime("nodejs22.x")


def test_a_missing_version_is_run_by_this_python():
    assert find_runtime("python3.99").program == sys.executable
    assert find_runtime("python3.10", sys.executable).program == sys.executable


def test_a_version_that_is_too_old_for_the_runtime_client_is_not_used():
    assert find_runtime("python3.8").program == sys.executable


def test_an_interpreter_that_cannot_be_run_is_refused():
    with pytest.raises(UnsupportedRuntimeError, match=r"The interpreter /nowhere/python can't be run\."):
        find_runtime("python3.11", "/nowhere/python")


@pytest.mark.skipif(not OTHER_PYTHONS, reason="needs another version of Python")
def test_another_version_runs_functions_with_packages_of_its_own(function):
    version = OTHER_PYTHONS[0]
    tried = function(VERSION, runtime=f"python{version}")
    assert tried.result() == [[int(part) for part in version.split(".")], distribution("boto3").version]


@pytest.mark.skipif(not find_python("3.9"), reason="needs Python 3.9")
def test_a_version_that_todays_packages_do_not_support_has_older_ones(function):
    version, boto3 = function(VERSION, runtime="python3.9").result()
    assert version == [3, 9]
    assert boto3 != distribution("boto3").version
