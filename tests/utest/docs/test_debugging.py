"""The commands and programs of docs/debugging.md are executed, in a folder that has the suites and their resources.

Some of them are executed on some days only; with `CHAPTERS=all`, all are.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from support.documents import REPOSITORY, Document
from support.samples import every_so_many_days, sample_of_the_day

CHAPTER = Document(REPOSITORY / "docs" / "debugging.md")
BLOCKS = CHAPTER.code_blocks("bash")
(PROFILE,) = (block for block in BLOCKS if "--profile" in block)
(SECOND_BACKEND,) = (block for block in BLOCKS if "manuel-sandbox --port" in block)
(TEST_OF_SECOND_BACKEND,) = (block for block in BLOCKS if "API_BASE_URL=" in block)
(FUNCTION,) = (block for block in BLOCKS if "--template" in block)
APART = (PROFILE, SECOND_BACKEND, TEST_OF_SECOND_BACKEND, FUNCTION)
DEBUG, *COMMANDS = (block for block in BLOCKS if block not in APART)
TRY_A_KEYWORD, STOP_IN_THE_MIDDLE, CALL_A_HANDLER = CHAPTER.code_blocks("python")
LONGEST = 120.0
SUITE = """\
*** Settings ***
Library    Own.py

*** Test Cases ***
Something
    Look Inside    21
"""
STOP_IN_THE_BACKEND = '''\
"""Stop before each answer."""


def apply() -> None:
    """Call the debugger."""
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer

    def stop_and_answer(self, user_id, question):
        breakpoint()
        return answer(self, user_id, question)

    Assistant.answer = stop_and_answer
'''
FAILING = """\
*** Settings ***
Resource    resources/api.resource

*** Test Cases ***
Fails
    Sign In
    Get Usage    status=418
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for folder in ("suites", "resources", "examples"):
        (tmp_path / folder).symlink_to(REPOSITORY / folder)
    return tmp_path


def execute(clone: Path, *words: str, typed: str = "") -> str:
    """Return what a command prints, which must succeed. Whatever it has started ends with it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with subprocess.Popen(
        words,
        cwd=clone,
        env={**os.environ, "PATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate(typed, timeout=LONGEST)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, printed
    return printed


@pytest.mark.parametrize("commands", sample_of_the_day(COMMANDS, 1))
def test_commands_of_the_document_succeed(clone: Path, commands: str) -> None:
    execute(clone, "bash", "-eo", "pipefail", "-c", commands)


@every_so_many_days(2, first=0)
def test_profiles_are_where_the_chapter_says(clone: Path) -> None:
    execute(clone, "bash", "-ec", PROFILE)
    names = {path.name.partition("-")[0] for path in (clone / "results/profile/profile").glob("*.html")}
    assert names == {"robot", "stack"}


@every_so_many_days(2, first=1)
def test_a_failed_test_has_a_file_with_its_requests(clone: Path) -> None:
    (clone / "fails.robot").write_text(FAILING)
    command = DEBUG.replace('--test "A Question Is Counted Once"', "fails.robot").strip()
    execute(clone, "bash", "-c", f"{command} || [ $? -eq 1 ]")
    assert "> GET http" in (clone / "results" / "debug" / "debug" / "Fails.txt").read_text()


def test_keywords_can_be_called_from_python(clone: Path) -> None:
    assert "I do not know" in execute(clone, sys.executable, "-c", TRY_A_KEYWORD)


def test_a_debugger_stops_inside_a_keyword(clone: Path) -> None:
    imports, _, stop = STOP_IN_THE_MIDDLE.partition("\n\n")
    body = f"def look_inside(value: int):\n    double = value * 2\n    {stop.strip()}\n    return double\n"
    (clone / "Own.py").write_text(f"{imports}\n\n{body}")
    (clone / "stop.robot").write_text(SUITE)
    printed = execute(clone, "robot", "stop.robot", typed="p double\nc\n")
    assert "(Pdb) 42" in printed


@every_so_many_days(2, first=0)
def test_a_debugger_stops_inside_a_second_backend(clone: Path) -> None:
    (clone / "stop.py").write_text(STOP_IN_THE_BACKEND)
    stopping = "printf 'p question\\nc\\n' | manuel-sandbox --defect stop.py > backend.txt 2>&1 &"
    commands = (
        SECOND_BACKEND.replace("manuel-sandbox --port 3000", stopping)
        + "until grep -q ^http backend.txt; do sleep 0.1; done\n"
        + TEST_OF_SECOND_BACKEND.replace("http://127.0.0.1:3000", "$(grep -m 1 ^http backend.txt)")
    )
    execute(clone, "bash", "-ec", f"{commands}kill $(jobs -p)")
    assert "(Pdb) 'How do I descale it?'" in (clone / "backend.txt").read_text()


@every_so_many_days(2, first=1)
def test_a_debugger_stops_inside_the_handler_of_a_function(clone: Path) -> None:
    (clone / "debug_accept.py").write_text(CALL_A_HANDLER)
    printed = execute(clone, "bash", "-ec", FUNCTION, typed="n\np record['body']\nc\n")
    assert '"item": "tea"' in printed
    assert "accepted 42" in printed
