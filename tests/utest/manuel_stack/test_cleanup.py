"""What a run has started and left ends with its leader, even if that is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from manuel_stack import cleanup
from manuel_stack.process_name import lives, process_name
from manuel_stack.results_lock import LOCK, locking
from manuel_stack.run_directory import (
    link_results,
    make_run_directory,
    remove_run_directory,
    run_directory,
)
from manuel_stack.run_leader import LEADER_VARIABLE
from support.waiting import wait_until

SLEEPING = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def _temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("manuel_stack.run_directory.tempfile.gettempdir", lambda: str(tmp_path / "tmp"))
    monkeypatch.delenv(LEADER_VARIABLE, raising=False)


@pytest.fixture
def leader() -> "Iterator[subprocess.Popen[bytes]]":
    with subprocess.Popen(SLEEPING) as process:
        yield process
        process.kill()


def test_the_folder_and_the_lock_of_a_killed_run_are_removed(
    tmp_path: Path, leader: "subprocess.Popen[bytes]"
) -> None:
    with locking(tmp_path, process_name(leader.pid)):
        link_results(leader.pid, tmp_path)
    folder = make_run_directory(leader.pid)
    (folder / "causes").mkdir()

    leader.kill()
    wait_until(lambda: not folder.exists())
    assert not (tmp_path / LOCK).exists()


def test_what_an_ending_process_writes_meanwhile_is_removed_as_well(
    leader: "subprocess.Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run_directory(leader.pid)
    leader.kill()
    leader.wait()
    removals = []

    def remove_and_write_once(directory: Path) -> None:
        remove_run_directory(directory)
        removals.append(directory)
        if len(removals) == 1:
            (directory / "late").mkdir(parents=True)

    monkeypatch.setattr(cleanup, "remove_run_directory", remove_and_write_once)
    folder.mkdir()
    cleanup.clean_up_after(folder)
    assert removals == [folder, folder]
    assert not folder.exists()


def test_the_processes_of_a_killed_run_end_and_no_others(leader: "subprocess.Popen[bytes]") -> None:
    make_run_directory(leader.pid)
    of_this_run = subprocess.Popen(SLEEPING, env={**os.environ, LEADER_VARIABLE: str(leader.pid)})
    of_another = subprocess.Popen(SLEEPING, env={**os.environ, LEADER_VARIABLE: str(os.getpid())})
    try:
        leader.kill()
        assert of_this_run.wait(30) == -signal.SIGKILL
        assert of_another.poll() is None
    finally:
        of_another.kill()
        of_another.wait()


def test_an_interrupted_terminal_does_not_end_the_cleanup(leader: "subprocess.Popen[bytes]") -> None:
    make_run_directory(leader.pid)
    children = [process for process in _children() if b"manuel_stack.cleanup" in _arguments(process)]
    assert [os.getsid(process) for process in children] == children
    assert all(lives(process_name(process)) for process in children)


def test_a_leader_that_has_ended_gets_no_folder(tmp_path: Path, leader: "subprocess.Popen[bytes]") -> None:
    leader.kill()
    leader.wait()
    with pytest.raises(ProcessLookupError, match=f"process {leader.pid} has ended"):
        make_run_directory(leader.pid)
    assert list((tmp_path / "tmp").iterdir()) == []


def _children() -> list[int]:
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]


def _arguments(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()
