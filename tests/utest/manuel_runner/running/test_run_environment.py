"""What a run needs around it, and what is left of it however it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from manuel_runner.running.run_environment import run_environment
from manuel_stack.results_lock import LOCK
from manuel_stack.run_leader import LEADER_VARIABLE
from ManuelEnvironment.causes import cause_notes, forget_causes
from support.waiting import wait_until

KILLED_ONCE_IT_HAS_LOCKED = """
import os, signal, sys
from contextlib import contextmanager
from pathlib import Path
from manuel_runner.running import run_environment
from manuel_stack.results_lock import only_run_in

@contextmanager
def locking(results):
    with only_run_in(results):
        print("locked", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
        yield

run_environment.only_run_in = locking
with run_environment.run_environment(Path(sys.argv[1]), None):
    pass
"""


def test_a_run_that_is_killed_as_soon_as_it_has_locked_its_results_leaves_no_lock(tmp_path: Path) -> None:
    results, temporary = tmp_path / "results", tmp_path / "temporary"
    temporary.mkdir()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_ONCE_IT_HAS_LOCKED, str(results)],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, b"locked\n")
    wait_until(lambda: not [*temporary.iterdir()])
    assert results.is_dir()
    assert not (results / LOCK).exists()


def test_the_causes_that_this_process_has_met_are_forgotten_with_the_folder_of_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manuel_stack.run_directory.tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.delenv(LEADER_VARIABLE, raising=False)
    forget_causes()
    assert cause_notes().register.mark("met")
    assert not cause_notes().register.mark("met")
    with run_environment(tmp_path / "results", None):
        assert not cause_notes().register.mark("met")
    assert cause_notes().register.mark("met")
