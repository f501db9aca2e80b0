"""Who leads a run, and what becomes of a process that pabot has left alone."""

import os
import subprocess
import sys

import pytest

from manuel_stack.run_leader import ENDED_WITH_ITS_LEADER, LEADER_VARIABLE, run_leader

ASKING = "from manuel_stack.run_leader import run_leader; print(run_leader(under_pabot=True))"
BY_PYTHON = f"""
import subprocess, sys
print(subprocess.run([sys.executable, "-c", {ASKING!r}], capture_output=True, text=True).stdout)
"""
BY_A_SHELL = '"$0" -c "$1"; echo "status $?"'


@pytest.fixture(autouse=True)
def _no_leader_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LEADER_VARIABLE, raising=False)


def test_robot_leads_its_own_run_unless_another_process_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_leader(under_pabot=False) == os.getpid()
    monkeypatch.setenv(LEADER_VARIABLE, "4711")
    assert run_leader(under_pabot=False) == run_leader(under_pabot=True) == 4711


def test_pabot_leads_the_run_of_its_robots() -> None:
    with subprocess.Popen([sys.executable, "-c", BY_PYTHON], stdout=subprocess.PIPE, text=True) as pabot:
        assert int(pabot.communicate(timeout=60)[0]) == pabot.pid


def test_a_robot_whose_pabot_is_gone_ends() -> None:
    """Another program than Python has taken it over, as the system's first process does."""
    shell = ["bash", "-c", BY_A_SHELL, sys.executable, ASKING]
    done = subprocess.run(shell, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"status {ENDED_WITH_ITS_LEADER}\n"
