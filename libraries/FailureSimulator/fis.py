"""A driver for deployed environments: it runs experiments of the AWS Fault Injection Service.

AWS decides what they do: an experiment template says which actions run on which resources, and has its own stop
conditions. This driver starts, watches and stops the experiments.
Source: https://docs.aws.amazon.com/fis/latest/userguide/experiments.html
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from FailureSimulator.drivers import RuleReport
from FailureSimulator.errors import FailureSimulationError
from manuel_stack.attachment import worker_id

START_SECONDS = 60.0
STOP_SECONDS = 60.0
POLL_SECONDS = 0.5

_STARTING = {"pending", "initiating"}
_STARTED = {"running", "completed"}
_ENDED = {"completed", "stopped", "failed", "cancelled"}
_MANAGED_BY_AWS = {
    "access",
    "attempt",
    "bucket",
    "duration",
    "key",
    "per",
    "phase",
    "probability",
    "seed",
    "skip",
    "table",
    "times",
}


@dataclass(slots=True)
class _Running:
    """An experiment that was started for a failure."""

    failure: str
    experiment_id: str
    has_started: bool


class FisDriver:
    """Activates failures by starting FIS experiments.

    Args:
        client: boto3's client `fis`.
        templates: Ids of experiment templates by the name of the failure that they cause.
    """

    def __init__(self, client: Any, templates: Mapping[str, str]) -> None:
        self._client = client
        self._templates = templates
        self._running: dict[str, _Running] = {}

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        """Start the experiments of these failures and wait until they are running.

        Raises:
            FailureSimulationError: A failure has no template, a rule sets what only the template can, or an experiment
                did not start.
        """
        names = list(dict.fromkeys(self._startable(rule) for rule in rules))
        return [self._report(self._start(name)) for name in names]

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        """Stop experiments and wait until they have ended."""
        return [self._stop(self._running.pop(name)) for name in names]

    def clear(self) -> list[RuleReport]:
        """Stop all experiments of this process, even one that a timeout interrupted while it was being started."""
        self._find_interrupted()
        return self.deactivate(list(self._running))

    def reports(self) -> list[RuleReport]:
        """Return a report on each experiment; `hits` is 1 once it has started."""
        return [self._report(running) for running in self._running.values()]

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        """Return the actions of the running experiments, as AWS reports them."""
        effects: list[Mapping[str, Any]] = []
        for running in self._running.values():
            experiment = self._experiment(running)
            for name, action in experiment.get("actions", {}).items():
                effects.append(
                    {
                        "number": len(effects) + 1,
                        "at": action["startTime"].timestamp() if "startTime" in action else None,
                        "rule": running.failure,
                        "fault": action.get("actionId"),
                        "operation": name,
                        "state": action.get("state", {}).get("status"),
                    }
                )
        return effects[after:]

    def _find_interrupted(self) -> None:
        """Remember the experiments that carry this process's tag, are active and are not known."""
        known = {running.experiment_id for running in self._running.values()}
        for page in self._client.get_paginator("list_experiments").paginate():
            for experiment in page["experiments"]:
                tags, identifier = experiment.get("tags", {}), experiment["id"]
                is_active = experiment["state"]["status"] not in _ENDED
                if is_active and tags.get("worker") == worker_id() and identifier not in known:
                    self._running[identifier] = _Running(tags["failure"], identifier, has_started=False)

    def _startable(self, rule: Mapping[str, Any]) -> str:
        name = str(rule.get("name")).partition(" #")[0]
        if name not in self._templates:
            known = ", ".join(sorted(self._templates)) or "none"
            raise FailureSimulationError(
                f"Failure {name!r} has no FIS experiment template. Failures with a template: {known}."
            )
        managed = sorted(_MANAGED_BY_AWS & rule.keys())
        if managed:
            raise FailureSimulationError(
                f"Failure {name!r}: {', '.join(managed)} can't be set in a deployed environment; the FIS template decides."
            )
        return name

    def _start(self, name: str) -> _Running:
        started = self._client.start_experiment(
            experimentTemplateId=self._templates[name], tags={"failure": name, "worker": worker_id()}
        )
        running = _Running(name, started["experiment"]["id"], has_started=False)
        self._running[name] = running
        state = self._wait_while(running, _STARTING, START_SECONDS)
        if state["status"] not in _STARTED:
            del self._running[name]
            raise FailureSimulationError(
                f"FIS experiment {running.experiment_id} for failure {name!r} is {state['status']}: {state.get('reason', '')}"
            )
        running.has_started = True
        return running

    def _stop(self, running: _Running) -> RuleReport:
        if self._experiment(running)["state"]["status"] not in _ENDED:
            self._client.stop_experiment(id=running.experiment_id)
            self._wait_while(running, _STARTING | {"running", "stopping"}, STOP_SECONDS)
        return self._report(running)

    def _wait_while(self, running: _Running, states: set[str], seconds: float) -> Mapping[str, Any]:
        end = time.monotonic() + seconds
        while True:
            state: Mapping[str, Any] = self._experiment(running)["state"]
            if state["status"] not in states:
                return state
            if time.monotonic() >= end:
                raise FailureSimulationError(
                    f"FIS experiment {running.experiment_id} is still {state['status']} after {seconds:g} s. "
                    "Check it in the AWS console and stop it there."
                )
            time.sleep(POLL_SECONDS)

    def _experiment(self, running: _Running) -> Mapping[str, Any]:
        experiment: Mapping[str, Any] = self._client.get_experiment(id=running.experiment_id)["experiment"]
        return experiment

    def _report(self, running: _Running) -> RuleReport:
        status = self._experiment(running)["state"]["status"]
        return {
            "name": running.failure,
            "description": f"FIS experiment {running.experiment_id}",
            "active": status not in _ENDED,
            "hits": int(running.has_started),
            "matched": int(running.has_started),
            "must_hit": True,
            "notes": [],
            "seen": {},
            "effects_before": 0,
        }
