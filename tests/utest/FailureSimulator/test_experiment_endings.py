"""An experiment ends its failures and is rolled back, whatever fails meanwhile."""

from typing import Any, cast

import pytest

from FailureSimulator.experiments import Experiment, ExperimentRunner, FailureStep, Step
from FailureSimulator.simulator import ActiveFailure, Simulator


class LostConnectionError(Exception):
    """Nothing can be learned of the failures any more."""


class Unreachable:
    """A simulator whose failures can be activated and ended, and of whose effects nothing is known."""

    def __init__(self) -> None:
        self.active: list[str] = []

    def activate_named(self, name: str, _options: Any) -> ActiveFailure:
        self.active.append(name)
        return ActiveFailure(name)

    def effects(self, name: str) -> list[Any]:
        raise LostConnectionError(name)

    def forget(self, name: str) -> ActiveFailure:
        self.active.remove(name)
        return ActiveFailure(name)


def test_failures_end_and_the_experiment_is_rolled_back_although_their_effects_cannot_be_read() -> None:
    simulator, rolled_back = Unreachable(), []
    experiment = Experiment(
        "lost connection",
        steady_state=(),
        failures=[FailureStep("slow model"), FailureStep("full table")],
        probes=[Step("both are active", lambda: simulator.active.index("full table"))],
        rollback=[Step("note it", lambda: rolled_back.append(list(simulator.active)))],
    )
    with pytest.raises(LostConnectionError):
        ExperimentRunner(cast("Simulator", simulator), failed=(ValueError,)).run(experiment)
    assert (simulator.active, rolled_back) == ([], [[]])
