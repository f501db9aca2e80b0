"""Mutation of the reference backend's code from end to end, with suites of its own."""

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest

from manuel_runner.code_mutation.campaign import LIBRARIES, PACKAGES
from manuel_runner.code_mutation.mutants import CodeMutant, mutants_of, sample
from manuel_runner.code_mutation.mutated_backends import groups_of, stack_with
from manuel_runner.code_mutation.replaced_modules import dependents_of, modules_of, replace_module
from manuel_runner.command_line import main
from manuel_runner.test_runs import RunRequest, Suites, WorkerPool
from manuel_stack.run_directory import run_directory
from support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("_warm_parent")

MutantResults = dict[int, dict[str, Any]]
Try = Callable[..., MutantResults]

SHOP = {
    "__init__": "",
    "prices": "PRICE = 1\n",
    "bill": "from shop.prices import PRICE\n\nTOTAL = 2 * PRICE\n",
    "counter": "from shop import bill\n\n\ndef total():\n    return bill.TOTAL\n",
    "door": "OPEN = True\n",
    "till.__init__": "import shop.counter\n\nMADE_BY = 'shop'\n",
    "till.drawer": "SIZE = 1\n",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package, all of it imported."""
    for name, source in SHOP.items():
        path = tmp_path / "shop" / f"{name.replace('.', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    for name in modules_of([tmp_path / "shop"]):
        importlib.import_module(name)
    yield tmp_path / "shop"
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


def replaced(shop: Path, name: str, source: str) -> ModuleType:
    other = shop.parent / "other.py"
    other.write_text(source)
    replace_module(name, other, [shop])
    return importlib.import_module(name)


def test_modules_have_the_names_that_python_gives_them(shop: Path) -> None:
    assert modules_of([shop]) == {
        "shop": shop / "__init__.py",
        "shop.bill": shop / "bill.py",
        "shop.counter": shop / "counter.py",
        "shop.door": shop / "door.py",
        "shop.prices": shop / "prices.py",
        "shop.till": shop / "till" / "__init__.py",
        "shop.till.drawer": shop / "till" / "drawer.py",
    }


def test_dependents_are_direct_and_indirect_ones(shop: Path) -> None:
    assert dependents_of("shop.prices", [shop]) == {"shop.bill", "shop.counter", "shop.till"}
    assert dependents_of("shop.counter", [shop]) == {"shop.till"}
    assert dependents_of("shop.door", [shop]) == set()


def test_all_dependents_use_the_replacement(shop: Path) -> None:
    door = sys.modules["shop.door"]
    assert replaced(shop, "shop.prices", "PRICE = 5\n").PRICE == 5
    assert importlib.import_module("shop.counter").total() == 10
    assert importlib.import_module("shop.door") is door, "other modules are not reloaded"


def test_a_module_imported_from_its_package_is_the_replacement(shop: Path) -> None:
    replaced(shop, "shop.bill", "TOTAL = 7\n")
    assert importlib.import_module("shop.counter").total() == 7


def test_a_replacement_keeps_the_path_of_the_module(shop: Path) -> None:
    assert replaced(shop, "shop.prices", "PRICE = 5\n").__file__ == str(shop / "prices.py")
    assert replaced(shop, "shop.till", "MADE_BY = 'other'\n").MADE_BY == "other"
    assert importlib.import_module("shop.till.drawer").SIZE == 1, "a package remains a package"


def mutant(
    file: str, before: str = "", after: str = "", *, line: int = 1, operator: str = "by hand"
) -> CodeMutant:
    """Make a mutant without Cosmic Ray."""
    made = CodeMutant(LIBRARIES / file, line, 0, "made", operator, 0)
    source = (LIBRARIES / file).read_text()
    assert before in source
    vars(made)["source"] = source.replace(before, after, 1)
    return made


def line_of(file: str, text: str) -> int:
    [line] = [
        number for number, line in enumerate((LIBRARIES / file).read_text().splitlines(), 1) if text in line
    ]
    return line


def test_samples_are_reproducible_and_have_one_mutant_per_place() -> None:
    mutants = [
        mutant("manuel_sandbox/logs.py", line=line, operator=operator)
        for line in range(20)
        for operator in "abc"
    ]
    chosen = sample(mutants, 3)
    assert chosen == sample(reversed(mutants), 3) != sample(mutants, 4)
    assert sorted(each.line for each in chosen) == list(range(20))
    assert {each.operator for each in chosen} == {"a", "b", "c"}


def within(function: str, made: CodeMutant) -> CodeMutant:
    moved = replace(made, definition=function)
    vars(moved)["source"] = made.source
    return moved


def test_mutants_of_different_functions_share_a_backend(tmp_path: Path) -> None:
    file = "manuel_sandbox/handlers/version.py"
    build = within("__call__", mutant(file, '"build": self._build,', '"build": "none",'))
    status = within("_status", mutant(file, 'return "current"', 'return "old"'))
    other = within("_status", mutant(file, "is None", "is not None"))
    route = within("_status", mutant("api_gateway/routes.py", "class Routes", "class Routes "))
    assert groups_of([build, status, other, route]) == [[build, status, route], [other]]
    stack = stack_with([build, status, route], PACKAGES, tmp_path)
    assert len(stack.options["changes"]) == 2
    [source] = [path.read_text() for path in tmp_path.rglob("version.py")]
    assert source == build.source.replace('return "current"', 'return "old"')


def test_mutants_of_one_line_do_not_share_a_backend() -> None:
    file = "manuel_sandbox/handlers/version.py"
    outer = within("__call__", mutant(file, '"build": self._build,', '"build": "none",'))
    inner = within("<lambda>", mutant(file, '"build": self._build,', '"built": self._build,'))
    elsewhere = within("<lambda>", mutant(file, 'return "current"', 'return "old"'))
    assert groups_of([outer, inner]) == [[outer], [inner]]
    assert groups_of([outer, elsewhere]) == [[outer, elsewhere]]


SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Service Is Healthy
    [Tags]    smoke
    ${{health}} =    Get Health
    Should Be Equal    ${{health.status}}    healthy

Usage Is For Users
    Send Request    GET    /api/user/usage    anonymous=True
    Error Should Be    401    message=Unauthorized

Version Is Reported
    {version}
"""
ENDLESS = """
*** Settings ***
Library    OperatingSystem

*** Test Cases ***
Endless
    Create File    %{FOLDER}/begun    %{API_BASE_URL}
    Move File    %{FOLDER}/begun    %{FOLDER}/url
    Sleep    1 hour
"""
RUN_ON_ENDLESS = """
import os, sys
from pathlib import Path
from manuel_runner.code_mutation import campaign, command
from manuel_runner.code_mutation.line_coverage import LineCoverage
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.command_line import main
from manuel_runner.test_runs import Suites

os.environ["FOLDER"] = sys.argv[1]
suites = Suites.load(Path(sys.argv[1]) / "suites")
mutant = CodeMutant(campaign.PACKAGES[0] / "logs.py", 1, 0, "made", "by hand", 0)
vars(mutant)["source"] = mutant.path.read_text()
command.find_spec = lambda _: "there"
campaign.Suites.load = lambda: suites
campaign.mutants_of = lambda _: [mutant]
campaign.line_coverage = lambda *_: LineCoverage({}, {})
sys.exit(main(["mutate-code", "--seed", "7", "--output", sys.argv[1] + "/code_mutation.json"]))
"""


def listens(url: str) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), 1).close()
    except ConnectionRefusedError:
        return False
    return True


@pytest.fixture
def try_mutants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Try:
    """Try mutants with a suite that checks little, and return the results by line."""

    def try_them(*mutants: CodeMutant, version: str = "Get Version", minutes: float = 1) -> MutantResults:
        (tmp_path / "suites" / "api").mkdir(parents=True)
        (tmp_path / "suites" / "api" / "service.robot").write_text(SUITE.format(version=version))
        suites = Suites.load(tmp_path / "suites")
        monkeypatch.setattr("manuel_runner.code_mutation.command.find_spec", lambda _: "there")
        monkeypatch.setattr("manuel_runner.code_mutation.campaign.Suites.load", lambda: suites)
        monkeypatch.setattr("manuel_runner.code_mutation.campaign.mutants_of", lambda _: mutants)
        monkeypatch.setattr("manuel_runner.code_mutation.campaign.COVERAGE", tmp_path / "line_coverage.json")
        output = tmp_path / "out" / "code_mutation.json"
        options = ["--seed", "1", "--minutes", str(minutes), "--output", str(output)]
        assert main(["mutate-code", *options]) == 0
        return {result["line"]: result for result in json.loads(output.read_text())["mutants"]}

    return try_them


def test_mutants_run_in_a_stack_and_their_results_are_reported(
    try_mutants: Try, capsys: pytest.CaptureFixture[str]
) -> None:
    results = try_mutants(
        mutant("manuel_sandbox/handlers/health.py", '"status": status', '"status": "sick"', line=1),
        mutant(
            "api_gateway/authorizer.py", "return _as_strings(self", 'return {"sub": "any"} or (self', line=2
        ),
        mutant("manuel_sandbox/handlers/version.py", '"build": self._build', '"build": "none"', line=3),
        mutant("api_gateway/routes.py", "\n\n\nclass ", "\nraise ValueError('broken')\n\n\nclass ", line=4),
    )
    assert {line: result["killed_by"] for line, result in results.items()} == {
        1: "Api.Service.Service Is Healthy",
        2: "Api.Service.Usage Is For Users",
        3: None,
        4: None,
    }
    assert {line: result["error"] for line, result in results.items()} == {
        1: None,
        2: None,
        3: None,
        4: "StackError: the local stack did not start: ValueError: broken",
    }
    printed = capsys.readouterr().out
    assert "4 of 4 places, selected with seed 1\n" in printed
    assert (
        "killed: libraries/manuel_sandbox/handlers/health.py:1 in made: by Api.Service.Service Is Healthy\n"
        in printed
    )
    assert "SURVIVED: libraries/manuel_sandbox/handlers/version.py:3 in made: 1 test passed\n--- " in printed
    assert '-                "build": self._build,\n+                "build": "none",\n' in printed
    assert "2 of 3 killed (67%), 1 survived, 1 with errors. Details: " in printed


def test_a_mutant_is_judged_by_the_tests_that_execute_its_line(
    try_mutants: Try, capsys: pytest.CaptureFixture[str]
) -> None:
    version = "manuel_sandbox/handlers/version.py"
    reported, unread = line_of(version, '"build": self._build'), line_of(version, "list(release.changes)")
    results = try_mutants(
        mutant(version, '"build": self._build', '"build": "none"', line=reported),
        mutant(version, line=unread),
    )
    assert {line: result["tests"] for line, result in results.items()} == {reported: 1, unread: 0}
    printed = capsys.readouterr().out
    assert f"SURVIVED: libraries/{version}:{reported} in made: 1 test passed\n" in printed
    assert f"SURVIVED: libraries/{version}:{unread} in made: not executed by any test\n" in printed


def test_a_test_that_fails_without_the_mutant_is_left_out(
    try_mutants: Try, capsys: pytest.CaptureFixture[str]
) -> None:
    results = try_mutants(mutant("manuel_sandbox/handlers/version.py"), version="Fail    always")
    assert results[1]["killed_by"] is None
    printed = capsys.readouterr().out
    assert "left out, since it fails without any mutant: Api.Service.Version Is Reported\n" in printed
    assert "0 of 1 killed (0%), 1 survived" in printed


def test_a_flaky_test_does_not_kill_a_mutant(try_mutants: Try, tmp_path: Path) -> None:
    path = repr(str(tmp_path / "runs"))
    fails_after_recording = (
        f"Evaluate    open({path}, 'a').write('.') and os.path.getsize({path}) == 2 and 1 / 0"
    )
    results = try_mutants(mutant("manuel_sandbox/handlers/version.py"), version=fails_after_recording)
    assert (results[1]["killed_by"], results[1]["error"]) == (None, None)
    assert (tmp_path / "runs").read_text() == "...", "recorded, failed, passed"


def test_mutants_that_pass_the_likeliest_tests_are_judged_together_by_all_others(
    try_mutants: Try, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("manuel_runner.code_mutation.test_selection.SECONDS_ALONE", 0)
    application, messages = "api_gateway/application.py", "api_gateway/messages.py"
    broken, harmless = line_of(application, "= self._respond(request)"), line_of(messages, "return Request(")
    results = try_mutants(
        mutant(
            application,
            "self._respond(request)",
            'self._respond(request) if "version" not in request.path else messages.HEADERS_TOO_LARGE',
            line=broken,
        ),
        mutant(messages, line=harmless),
        version="Run Keywords    Sleep    1s    AND    Get Version",
    )
    assert {line: (result["tests"], result["killed_by"]) for line, result in results.items()} == {
        broken: (3, "Api.Service.GET /version: expected 200, got 431"),
        harmless: (3, None),
    }
    assert "1 of 2 killed (50%), 1 survived" in capsys.readouterr().out


FAILS_ONCE = """
*** Settings ***
Library    OperatingSystem
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Fails Once
    ${{is_there}} =    Evaluate    os.path.exists({file!r})
    Create File    {file}
    IF    not ${{is_there}}    Get Version

Fails Again
    Get Version
"""


def test_a_test_fails_although_another_that_met_the_same_failure_first_has_passed_since(
    tmp_path: Path,
) -> None:
    (tmp_path / "suites" / "api").mkdir(parents=True)
    file = tmp_path / "suites" / "api" / "service.robot"
    file.write_text(FAILS_ONCE.format(file=str(tmp_path / "been_here")))
    suites = Suites.load(tmp_path / "suites")
    application = "api_gateway/application.py"
    broken = mutant(application, "self._respond(request)", "messages.HEADERS_TOO_LARGE")
    stages = tuple(frozenset({f"Api.Service.{name}"}) for name in ("Fails Once", "Fails Again"))
    with WorkerPool(suites, processes=1) as pool:
        target = stack_with([broken], PACKAGES, tmp_path)
        [result] = pool.run([RunRequest("once", stages, target, confirm_failures=True)])
    assert result.passed == ("Api.Service.Fails Once",)
    assert [blocked.test for blocked in result.blocked] == ["Api.Service.Fails Again"]


def test_no_mutant_is_started_after_the_time_limit(
    try_mutants: Try, capsys: pytest.CaptureFixture[str]
) -> None:
    assert try_mutants(mutant("manuel_sandbox/handlers/version.py"), minutes=1e-9) == {}
    assert "0 of 0 killed, 0 survived, no time for 1 more" in capsys.readouterr().out


@pytest.fixture
def endless_run(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A run with a test that never ends, in a process group of its own, as in a terminal."""
    (tmp_path / "suites").mkdir()
    (tmp_path / "suites" / "endless.robot").write_text(ENDLESS)
    run = subprocess.Popen(
        [sys.executable, "-c", RUN_ON_ENDLESS, str(tmp_path)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield run
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def test_ctrl_c_ends_all_processes(endless_run: "subprocess.Popen[str]", tmp_path: Path) -> None:
    wait_until((tmp_path / "url").exists, timeout=60)
    url = (tmp_path / "url").read_text()
    assert listens(url)
    directory = run_directory(endless_run.pid)
    os.killpg(endless_run.pid, signal.SIGINT)
    _, error = endless_run.communicate(timeout=30)
    assert endless_run.returncode == 253
    assert error.endswith("manuel-tests: interrupted\n")
    assert json.loads((tmp_path / "code_mutation.json").read_text())["seed"] == 7, (
        "the results so far are written"
    )
    wait_until(lambda: not listens(url))
    wait_until(lambda: not directory.exists())
    assert not is_there(endless_run.pid)


@pytest.mark.parametrize(
    ("end", "number"),
    [(os.kill, signal.SIGKILL), (os.kill, signal.SIGTERM), (os.killpg, signal.SIGTERM)],
    ids=["killed", "terminated", "terminated with all its processes"],
)
def test_all_processes_and_files_go_with_their_leader(
    endless_run: "subprocess.Popen[str]", tmp_path: Path, end: Callable[[int, int], None], number: int
) -> None:
    wait_until((tmp_path / "url").exists, timeout=60)
    url = (tmp_path / "url").read_text()
    directory = run_directory(endless_run.pid)
    assert listens(url)
    assert [*directory.glob("mutants-*/*")]
    assert [*directory.glob("runs-*/*")]
    end(endless_run.pid, number)
    endless_run.wait(timeout=30)
    wait_until(lambda: not is_there(endless_run.pid))
    wait_until(lambda: not listens(url))
    wait_until(lambda: not directory.exists())


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--modules", "api_gatway"],
            "there is no module api_gatway. Did you mean api_gateway",
        ),
        (
            ["--modules", "api_gateway", "manuel_sandbox.gate"],
            "there is no module manuel_sandbox.gate",
        ),
        (["--sample", "-3"], "--sample: expected a whole number above 0, got '-3'"),
        (["--minutes", "0"], "--minutes: expected a number above 0, got '0'"),
        (["--minutes", "nan"], "--minutes: expected a number above 0, got 'nan'"),
        (["--processes", "0"], "--processes: expected a whole number above 0, got '0'"),
    ],
)
def test_invalid_input_is_reported_in_one_line(
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("manuel_runner.code_mutation.command.find_spec", lambda _: "there")
    assert main(["mutate-code", *arguments]) == 252
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_without_cosmic_ray_the_message_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("manuel_runner.code_mutation.command.find_spec", lambda _: None)
    assert main(["mutate-code"]) == 252
    assert capsys.readouterr().err == (
        "manuel-tests: Cosmic Ray or Coverage.py is not installed: `make mutants` installs it and runs this\n"
    )


PROGRAM = """from dataclasses import dataclass


@dataclass(frozen=True)
class Till:
    coins: int | None

    def add(self, *, more: int) -> int:
        try:
            return self.coins + more
        except (TypeError, shop.TillError):
            return 0
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    pytest.importorskip("cosmic_ray", reason="only `make mutants` installs Cosmic Ray")
    path = tmp_path / "till.py"
    path.write_text(PROGRAM)
    return path


def test_cosmic_ray_finds_the_places_to_mutate(program: Path) -> None:
    changed = {(each.line, each.definition) for each in mutants_of([program])}
    assert changed == {(10, "add"), (11, "add"), (12, "add")}


def test_cosmic_ray_makes_the_mutation(program: Path) -> None:
    [exception] = [each for each in mutants_of([program]) if each.operator == "core/ExceptionReplacer"]
    assert exception.diff().splitlines()[2:] == [
        "@@ -10,3 +10,3 @@",
        "             return self.coins + more",
        "-        except (TypeError, shop.TillError):",
        "+        except (CosmicRayTestingException, shop.TillError):",
        "             return 0",
    ]


def test_a_mutant_that_is_not_valid_python_is_recognised() -> None:
    file = "manuel_sandbox/handlers/version.py"
    assert mutant(file, '"build": self._build', '"build": "none"').is_python
    assert not mutant(file, "def __init__(self, *, ", "def __init__(self, +, ").is_python
