"""The examples of docs/python.md are executed, every other day; of the suites that they run, a few tests."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.documents import REPOSITORY, Document
from support.samples import every_so_many_days

CHAPTER = Document(REPOSITORY / "docs" / "python.md")
PROGRAMS = [block for block in CHAPTER.code_blocks("python") if "from manuel_tests" in block]
A_FEW_TESTS = """\
import functools
from pathlib import Path
import manuel_tests.framework as framework

FEW = {"performance": "performanceANDsmoke", "chaos": "chaosANDneeds:admin-user"}

def run_a_few(settings_file, directory, tags, environment, run=framework.run_suites):
    run(settings_file, directory, [FEW[tag] for tag in tags or ["performance"]], environment)

framework.run_suites = run_a_few
framework.IntegrationTestFramework.__init__ = functools.partialmethod(
    framework.IntegrationTestFramework.__init__, directory=Path("results")
)
"""


def executed(program: str, folder: Path) -> str:
    """Return what a program prints; its results are in a folder of its own."""
    patient = program.replace(", 30)", ", 3600)")  # a busy machine starts late
    (folder / "program.py").write_text(A_FEW_TESTS + patient)
    run = subprocess.run(
        [sys.executable, "program.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@every_so_many_days(2, first=0)
def test_the_suites_run(tmp_path: Path) -> None:
    program, *_ = PROGRAMS
    assert executed(program, tmp_path).splitlines()[-1].startswith("0 of ")
    assert (tmp_path / "results" / "log.html").exists()


@every_so_many_days(2, first=1)
def test_a_failure_hits_the_suites(tmp_path: Path) -> None:
    _, program, _ = PROGRAMS
    assert '"bedrock_throttling", 30)' in program
    executed(program, tmp_path)
    assert "by fault rule bedrock_throttling" in (tmp_path / "results" / "output.xml").read_text()


@every_so_many_days(2, first=0)
def test_own_tests_pass_and_are_in_the_log(tmp_path: Path) -> None:
    *_, program = PROGRAMS
    executed(program, tmp_path)
    output = (tmp_path / "results" / "output.xml").read_text()
    assert "Throttled Model Is An Error For People" in output


@every_so_many_days(2, first=1)
def test_all_suites_and_own_tests_are_in_one_report(tmp_path: Path) -> None:
    *_, program = PROGRAMS
    executed(program.replace("run_custom_tests()", "run_all_tests()").replace("== 2,", "== 4,"), tmp_path)
    output = (tmp_path / "results" / "output.xml").read_text()
    assert "Throttled Model Is An Error For People" in output
    assert "Health Answers Within Its Objective" in output


@pytest.fixture
def own_library() -> str:
    (library,) = (block for block in CHAPTER.code_blocks("python") if "class AnswerQuality" in block)
    return library


def test_the_suite_of_the_own_library_passes(own_library: str, tmp_path: Path) -> None:
    (suite,) = CHAPTER.code_blocks("robotframework")
    (tmp_path / "suites").mkdir()
    (tmp_path / "resources").symlink_to(REPOSITORY / "resources")
    (tmp_path / "suites" / "AnswerQuality.py").write_text(own_library)
    (tmp_path / "suites" / "answer_quality.robot").write_text(suite)
    command = [sys.executable, "-m", "robot", "--outputdir", "results", "suites"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_own_library_can_fail(own_library: str) -> None:
    defined: dict[str, Any] = {}
    exec(own_library, defined)
    judge = defined["AnswerQuality"]()
    judge.answer_should_be_short({"answer": "Yes, please."}, words=2)
    with pytest.raises(
        AssertionError, match=r"^Expected an answer of 1 words at most\.\nGot 2 words: Yes, please\.$"
    ):
        judge.answer_should_be_short({"answer": "Yes, please."}, words=1)
