"""The processes that send load."""

import signal
import tempfile
from pathlib import Path

import pytest

from load_engine.child_process import ChildProcess, WorkerError, child_processes


def environment_of(process: int) -> str:
    """Return the environment of a process that has just been started, for which it may be empty."""
    while not (environment := Path(f"/proc/{process}/environ").read_text()):
        pass
    return environment


def test_a_worker_does_not_have_the_password_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANUEL_TEST_PASSWORD", "Correct-Horse-1")
    monkeypatch.setenv("MANUEL_TEST_COLOUR", "blue")
    with tempfile.TemporaryFile() as errors:
        worker = ChildProcess("load_engine.worker", errors)
        environment = environment_of(worker.process.pid)
        worker.end()
    assert "MANUEL_TEST_COLOUR=blue" in environment
    assert "Correct-Horse-1" not in environment


def tell_a_dead_worker(workers: list[ChildProcess]) -> None:
    workers[0].process.kill()
    workers[0].process.wait()
    workers[0].send_line("what is longer than a pipe " * 10_000)


def test_a_worker_that_has_died_says_why_and_the_others_end() -> None:
    with (
        pytest.raises(WorkerError, match="ended with status -9"),
        child_processes("load_engine.worker", 2) as started,
    ):
        tell_a_dead_worker(started)
    assert [worker.process.returncode for worker in started] == [-signal.SIGKILL, -signal.SIGKILL]
