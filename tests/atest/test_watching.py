"""What a run shows while it goes on, and how several machines share one."""

import json
import os
import pty
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import command, run
from support.robot_run import deployment_of_nothing

FAILS_THEN_WAITS = """
*** Settings ***
Library    OperatingSystem

*** Test Cases ***
Fails
    Fail    Expected 1.\\nGot 2

Waits To Be Seen
    Wait Until Created    ${CURDIR}/seen    timeout=60s
"""
PASSES = "*** Test Cases ***\nPasses\n    No Operation\n"


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    folder = tmp_path / "suites"
    folder.mkdir()
    return folder


@pytest.fixture
def run_command(tmp_path: Path) -> Iterator[tuple[str | Path, ...]]:
    """`manuel-tests run` in an environment that needs no local stack."""
    with deployment_of_nothing(tmp_path) as settings:
        yield "manuel-tests", "run", "-c", settings


def test_a_failure_is_shown_the_moment_it_happens(
    tmp_path: Path, suites: Path, run_command: tuple[str | Path, ...]
) -> None:
    """The run goes on only once the failure has been seen."""
    (suites / "slow.robot").write_text(FAILS_THEN_WAITS)
    process = command(*run_command, "--outputdir", tmp_path / "results", suites, cwd=tmp_path)
    assert process.stdout is not None
    shown = [process.stdout.readline(), process.stdout.readline()]
    (suites / "seen").touch()
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 1, rest
    assert shown[0].startswith("FAILED   Slow.Fails ")
    assert shown[1] == "         Expected 1.\n"
    assert "Tests: 1 passed, 1 failed" in rest
    assert f"    {(tmp_path / 'results' / 'log.html').as_uri()}#s1-s1-t1\n" in rest
    assert "\x1b" not in "".join([*shown, rest])


def test_a_terminal_has_a_line_that_changes(
    tmp_path: Path, suites: Path, run_command: tuple[str | Path, ...]
) -> None:
    (suites / "slow.robot").write_text(FAILS_THEN_WAITS)
    terminal, screen = pty.openpty()
    process = command(
        *(*run_command, "--outputdir", tmp_path / "results", suites),
        cwd=tmp_path,
        terminal=screen,
        CI="",
    )
    os.close(screen)
    shown = bytearray()
    while b"1 of 2" not in shown:
        shown += os.read(terminal, 4096)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 253
    rest = os.read(terminal, 65536).decode()
    os.close(terminal)
    assert "0 passed, 1 failed, 0 blocked" in shown.decode()
    assert "Interrupted after 1 of 2 tests: there are no results." in rest
    assert not (tmp_path / "results" / "output.xml").exists()


def test_a_run_ends_when_its_reader_has_gone(
    tmp_path: Path, suites: Path, run_command: tuple[str | Path, ...]
) -> None:
    """As in `manuel-tests run | head -1`; the autouse fixture checks that no process is left."""
    (suites / "slow.robot").write_text(FAILS_THEN_WAITS)
    process = command(*run_command, "-v", "--outputdir", tmp_path / "results", suites, cwd=tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("FAILED   Slow.Fails ")
    process.stdout.close()
    (suites / "seen").touch()
    assert process.wait(timeout=60) == 253
    assert not (tmp_path / "results" / ".lock").exists()


def test_machines_share_a_run_and_have_one_report(
    tmp_path: Path, suites: Path, run_command: tuple[str | Path, ...]
) -> None:
    for name in ("a", "b", "c"):
        (suites / f"{name}.robot").write_text(PASSES)
    for number in (1, 2):
        folder = tmp_path / "shards" / f"{number}"
        shard = run(*run_command, "--shard", f"{number}/2", "-d", folder, suites, cwd=tmp_path)
        assert shard.status == 0, shard.output
        assert "2 passed" in shard.output if number == 1 else "1 passed" in shard.output
    merged = run("manuel-tests", "merge", "--outputdir", tmp_path / "shards", cwd=tmp_path)
    assert merged.status == 0, merged.output
    results = json.loads((tmp_path / "shards" / "results.json").read_text())
    assert results["summary"]["passed"] == 3
    assert "--shard" not in results["run"]["selection"]
