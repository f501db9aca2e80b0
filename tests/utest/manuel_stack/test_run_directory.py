"""What a run has in the temporary folder goes with it, or with the next run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from manuel_stack.process_name import process_name
from manuel_stack.results_lock import LOCK, locking
from manuel_stack.run_directory import (
    link_results,
    make_run_directory,
    remove_directories_of_ended_runs,
    remove_run_directory,
)


@pytest.fixture(autouse=True)
def _temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("manuel_stack.run_directory.tempfile.gettempdir", lambda: str(tmp_path / "tmp"))


def test_what_a_killed_run_has_left_goes_with_the_next_one(tmp_path: Path) -> None:
    leader = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    theirs, ours = make_run_directory(leader.pid), make_run_directory(os.getpid())
    with locking(tmp_path, process_name(leader.pid)):
        link_results(leader.pid, tmp_path)

    remove_directories_of_ended_runs()
    assert theirs.exists()
    assert (tmp_path / LOCK).exists()

    leader.kill()
    leader.communicate()
    remove_directories_of_ended_runs()
    assert not theirs.exists()
    assert not (tmp_path / LOCK).exists()
    assert ours.exists()


def test_the_lock_of_a_running_leader_outlives_the_folder(tmp_path: Path) -> None:
    with locking(tmp_path, process_name(os.getpid())):
        link_results(os.getpid(), tmp_path)
    remove_run_directory(make_run_directory(os.getpid()))
    assert (tmp_path / LOCK).exists()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_nobody_else_can_read_the_folder() -> None:
    assert make_run_directory(os.getpid()).stat().st_mode & 0o777 == 0o700
