"""What a test leaves behind in the process of all tests is found, and fails it."""

import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ManuelEnvironment.process_state import ProcessState
from secret_masking import MASK, mask, register
from support.leftovers import (
    changes,
    forgetting_modules,
    forgetting_secrets,
    process_state,
    restoring_what_programs_change,
)

REPOSITORY = Path(__file__).resolve().parents[3]
TESTS = """
import os

def test_that_leaves_a_variable_behind():
    os.environ["LEFT_BEHIND"] = "a secret"

def test_that_leaves_nothing_behind(monkeypatch):
    monkeypatch.setenv("ANOTHER", "value")
    assert "LEFT_BEHIND" not in os.environ
"""


@pytest.mark.parametrize(
    ("leave", "found"),
    [
        (lambda patch: patch.setenv("LEFT_BEHIND", "a secret"), "the environment variable LEFT_BEHIND"),
        (lambda patch: patch.delenv("PATH"), "the environment variable PATH"),
        (lambda patch: patch.chdir("/"), "the current folder"),
        (lambda patch: patch.setattr(sys, "argv", ["other"]), "sys.argv"),
        (lambda patch: patch.syspath_prepend("/"), "sys.path"),
        (lambda patch: patch.setattr(time, "tzname", ("A", "B")), "the time zone"),
        (
            lambda patch: patch.setattr(ProcessState, "environment", object()),
            "the environment of the process",
        ),
    ],
)
def test_what_is_left_behind_is_named_until_it_is_restored(
    leave: Callable[[pytest.MonkeyPatch], None], found: str
) -> None:
    before = process_state()
    with pytest.MonkeyPatch.context() as patch:
        leave(patch)
        assert changes(before, process_state()) == [found]
    assert changes(before, process_state()) == []


def test_what_programs_change_is_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANGED", "before")
    monkeypatch.setenv("REMOVED", "before")
    monkeypatch.delenv("ADDED", raising=False)
    before = process_state()
    with restoring_what_programs_change():
        os.environ.update(CHANGED="after", ADDED="after")
        del os.environ["REMOVED"]
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        assert len(changes(before, process_state())) == 4
    assert changes(before, process_state()) == []


def test_modules_of_a_test_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("imported_before", "imported_within"):
        (tmp_path / f"{name}.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("imported_before")
    with forgetting_modules():
        importlib.import_module("imported_within")
        assert {"imported_before", "imported_within"} < sys.modules.keys()
    assert "imported_before" in sys.modules
    assert "imported_within" not in sys.modules


def test_secrets_of_a_test_are_forgotten() -> None:
    register("known-before")
    with forgetting_secrets():
        register("known-within")
        assert mask("known-before, known-within") == f"{MASK}, {MASK}"
    assert mask("known-before, known-within") == f"{MASK}, known-within"


def test_the_test_that_leaves_something_behind_fails(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / "tests" / "utest" / "conftest.py", tmp_path)
    (tmp_path / "test_two.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
    settings = ["-c", str(REPOSITORY / "pyproject.toml"), "--confcutdir", str(tmp_path)]
    done = subprocess.run(
        [*command, *settings, str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "2 passed, 1 error" in done.stdout
    assert "ERROR test_two.py::test_that_leaves_a_variable_behind" in done.stdout
    assert "The test has changed, and not restored: the environment variable LEFT_BEHIND." in done.stdout
