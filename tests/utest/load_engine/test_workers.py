"""The processes that send load."""

import tempfile
from pathlib import Path

import pytest

from load_engine.child_process import ChildProcess


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
