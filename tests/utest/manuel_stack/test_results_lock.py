"""A results folder belongs to one run, however runs come and go."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from manuel_stack.errors import ResultsFolderError
from manuel_stack.process_name import lives, process_name
from manuel_stack.results_lock import LOCK, locking, only_run_in, unlock

WAITER = "import sys; sys.stdin.read()"
ENTERING = """
import sys
from pathlib import Path
from manuel_stack.errors import ResultsFolderError
from manuel_stack.results_lock import only_run_in

folder, entered = Path(sys.argv[1]), 0
while entered < 100:
    try:
        with only_run_in(folder):
            (folder / "inside").open("x").close()
            (folder / "inside").unlink()
            entered += 1
    except ResultsFolderError:
        pass
"""


@pytest.fixture
def other() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-c", WAITER], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def test_a_folder_never_has_two_runs_however_they_come_and_go(tmp_path: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", ENTERING, str(tmp_path)]) for _ in range(4)]
    assert [run.wait(60) for run in runs] == [0, 0, 0, 0]
    assert list(tmp_path.iterdir()) == []


def test_another_run_is_refused_until_the_leader_of_the_first_has_ended(
    tmp_path: Path, other: "subprocess.Popen[bytes]"
) -> None:
    with locking(tmp_path, process_name(other.pid)):
        pass
    refused = rf"another run \(process {other.pid}\) is writing to {tmp_path}: wait for it, or use another --outputdir"
    with pytest.raises(ResultsFolderError, match=refused), only_run_in(tmp_path):
        pass
    other.kill()
    os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # it is a zombie now
    with only_run_in(tmp_path):
        assert (tmp_path / LOCK).read_text() == process_name(os.getpid())
    assert not (tmp_path / LOCK).exists()


def test_the_processes_of_a_run_share_its_folder(tmp_path: Path, other: "subprocess.Popen[bytes]") -> None:
    leader = process_name(other.pid)
    for _ in range(2):
        with locking(tmp_path, leader):
            pass
    unlock(tmp_path, process_name(os.getpid()))
    assert (tmp_path / LOCK).exists()
    unlock(tmp_path, leader)
    assert not (tmp_path / LOCK).exists()


def test_an_exception_leaves_the_folder_as_it_was(tmp_path: Path, other: "subprocess.Popen[bytes]") -> None:
    leader = process_name(other.pid)
    with pytest.raises(ZeroDivisionError), locking(tmp_path, leader):
        raise ZeroDivisionError
    assert not (tmp_path / LOCK).exists()
    with locking(tmp_path, leader):
        pass
    with pytest.raises(ZeroDivisionError), locking(tmp_path, leader):
        raise ZeroDivisionError
    assert (tmp_path / LOCK).read_text() == leader


def test_a_process_that_gets_the_id_of_another_is_not_that_process(other: "subprocess.Popen[bytes]") -> None:
    assert lives(process_name(other.pid))
    assert not lives(f"{other.pid}-1")


@pytest.mark.parametrize("text", ["", "x", "12", "-", "99999999-None"])
def test_what_is_no_name_of_a_process_locks_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK).write_text(text)
    with only_run_in(tmp_path):
        assert (tmp_path / LOCK).read_text() == process_name(os.getpid())
