"""The examples of docs/python.md are executed; of the suites that they run, a few tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.documents import REPOSITORY, Document

CHAPTER = Document(REPOSITORY / "docs" / "python.md")
PROGRAMS = [block for block in CHAPTER.code_blocks("python") if "from manuel_tests" in block]
A_FEW_TESTS = """\
import functools
from pathlib import Path
import manuel_tests.framework as framework

FEW = {"performance": "performanceANDsmoke", "chaos": "chaosANDneeds:admin-user"}

def run_a_few(settings_file, directory, tags, environment, run=framework.run_suites):
    run(settings_file, directory, [FEW[tag] for tag in tags], environment)

framework.run_suites = run_a_few
framework.IntegrationTestFramework.__init__ = functools.partialmethod(
    framework.IntegrationTestFramework.__init__, directory=Path("results")
)
"""


def executed(program: str, folder: Path) -> str:
    """Return what a program prints; its results are in a folder of its own."""
    (folder / "program.py").write_text(A_FEW_TESTS + program)
    run = subprocess.run(
        [sys.executable, "program.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_suites_run(tmp_path: Path) -> None:
    program, *_ = PROGRAMS
    assert executed(program, tmp_path).splitlines()[-1].startswith("0 of ")
    assert (tmp_path / "results" / "log.html").exists()


def test_a_failure_hits_the_suites(tmp_path: Path) -> None:
    _, program, _ = PROGRAMS
    executed(program, tmp_path)
    assert "by fault rule bedrock_throttling" in (tmp_path / "results" / "output.xml").read_text()


def test_own_tests_pass_and_are_in_the_log(tmp_path: Path) -> None:
    *_, program = PROGRAMS
    executed(program, tmp_path)
    output = (tmp_path / "results" / "output.xml").read_text()
    assert "Throttled Model Is An Error For People" in output


@pytest.fixture
def own_library(tmp_path: Path) -> Path:
    """A folder with the example of a library and its suite."""
    (library,) = (block for block in CHAPTER.code_blocks("python") if "class AnswerQuality" in block)
    (suite,) = CHAPTER.code_blocks("robotframework")
    (tmp_path / "suites").mkdir()
    (tmp_path / "resources").symlink_to(REPOSITORY / "resources")
    (tmp_path / "suites" / "AnswerQuality.py").write_text(library)
    (tmp_path / "suites" / "answer_quality.robot").write_text(suite)
    return tmp_path / "suites"


def run_robot(own_library: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "robot", "--outputdir", "results", "answer_quality.robot"]
    return subprocess.run(command, cwd=own_library, capture_output=True, text=True, check=False)


def test_the_own_library_passes_and_can_fail(own_library: Path) -> None:
    passed = run_robot(own_library)
    assert passed.returncode == 0, passed.stdout + passed.stderr

    suite = own_library / "answer_quality.robot"
    suite.write_text(suite.read_text().replace("words=80", "words=2"))
    failed = run_robot(own_library)
    assert failed.returncode == 1
    assert "Expected an answer of 2 words at most." in failed.stdout
