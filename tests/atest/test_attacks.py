"""Nothing of a run survives its leader, whichever of its processes is killed: a sample of the attack."""

import signal

import pytest

from attacks.ended_processes import Attack, attack_all

PATIENCE = 60
"""Seconds on a busy machine; the whole attack allows ten."""


@pytest.mark.parametrize(
    "attack",
    [
        Attack("pabot", "pabot", signal.SIGKILL, 3),
        Attack("robot", "warm parent", signal.SIGKILL, 0.5),
    ],
    ids=str,
)
def test_nothing_is_left_of_a_run_with_a_killed_process(attack: Attack) -> None:
    assert attack_all([attack], PATIENCE) == []
