"""No failure survives its test, whatever interrupts its activation."""

from pathlib import Path

from attacks.interrupted_activations import attack

COUNT = 30
SEED = 1


def test_no_failure_survives_an_interrupted_test(tmp_path: Path) -> None:
    outcome = attack(COUNT, SEED, tmp_path)

    assert (outcome.attacks, outcome.survived) == (COUNT, ())
    assert outcome.interrupted >= COUNT / 2
    assert outcome.late > 0
