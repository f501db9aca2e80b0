"""The drivers that activate rules, and the one that does so in a fault engine, over its HTTP control API."""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Protocol
from urllib.parse import urlencode

from FailureSimulator.errors import FailureSimulationError, UnsupportedFailureError
from manuel_stack.attachment import worker_id
from ManuelEnvironment.errors import BlockedError

TIMEOUT_SECONDS = 10
STAYING_VARIABLE = "MANUEL_FAILURES_STAY"
"""Set for a run on an existing stack, by the process that has made something fail there for the whole run."""

RuleReport = Mapping[str, Any]
"""What a driver reports on a rule: `name`, `description`, `active`, `hits`, `matched`, `must_hit`, `notes`, `seen`, and
`effects_before`, the number of the latest effect when the rule was activated."""


class FaultDriver(Protocol):
    """What activates and ends rules."""

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        """Activate rules, all or none, and return a report on each."""

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        """End rules by name and return the final report on each."""

    def clear(self) -> list[RuleReport]:
        """End all rules, known to the driver or not, and return the final report on each."""

    def reports(self) -> list[RuleReport]:
        """Return a report on each active rule."""

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        """Return what was done to which request, from the first effect with a number above `after`."""


Defaults = Mapping[str, Any]
"""Options for rules that do not set them."""


class EngineDriver:
    """The fault engine of a local stack, or of any server that mounts its control API.

    The engine keeps who has activated a rule. So `clear` ends all rules of this process, whatever became of the requests that
    were to activate them: a timeout may interrupt a request at any point.

    Args:
        url: Where the control API is mounted, e.g. `http://127.0.0.1:4566/_faults`.
        defaults: Options for rules that do not set them.
    """

    _epoch: ClassVar[int] = 0
    """The epoch of this process, which all drivers share."""

    def __init__(self, url: str, defaults: Defaults) -> None:
        self.url = url.rstrip("/")
        self._defaults = defaults
        self._has_taken_over = False
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        body = {"rules": [{**self._defaults, **rule} for rule in rules]}
        try:
            return self._rules(self._call("POST", "rules", body=body))
        except UnsupportedFailureError as error:
            raise BlockedError("AWS stand-in", str(error)) from None

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        query = [("name", name) for name in names]
        return self._rules(self._call("DELETE", f"rules?{urlencode(query)}")) if query else []

    def clear(self) -> list[RuleReport]:
        """End the epoch of this process; the first time, end also what a run that was killed has left.

        With `MANUEL_FAILURES_STAY`, what others have left belongs to a process that is still there.
        """
        ended = self._owner()
        EngineDriver._epoch += 1
        reports = self._rules(self._call("DELETE", "rules", owner=ended))
        if not self._has_taken_over and STAYING_VARIABLE not in os.environ:
            reports += self._rules(self._call("DELETE", "rules", owner={}))
            self._has_taken_over = True
        return reports

    def reports(self) -> list[RuleReport]:
        return self._rules(self._call("GET", "rules"))

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        effects: list[Mapping[str, Any]] = self._call("GET", f"effects?after={after}")["effects"]
        return effects

    @classmethod
    def _owner(cls) -> dict[str, str]:
        return {"X-Fault-Owner": f"{worker_id()}/{cls._epoch}"}

    @staticmethod
    def _rules(answer: Mapping[str, Any]) -> list[RuleReport]:
        rules: list[RuleReport] = answer["rules"]
        return rules

    def _call(
        self, method: str, resource: str, body: Any = None, owner: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        headers = dict(self._owner() if owner is None else owner)
        request = urllib.request.Request(f"{self.url}/{resource}", data, headers, method=method)  # noqa: S310 — the engine's own address
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                answer: Mapping[str, Any] = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                reason = _reason(error)
            unsupported = error.code == HTTPStatus.NOT_IMPLEMENTED
            raise (UnsupportedFailureError if unsupported else FailureSimulationError)(reason) from None
        except OSError as error:
            raise FailureSimulationError(f"Cannot reach the fault engine at {self.url}: {error}.") from None
        return answer


class AwsFaultsDriver(EngineDriver):
    """A fault engine that stands between a backend and AWS, and not between clients and the backend."""

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        """Activate rules about AWS calls.

        Raises:
            SkipExecution: A rule is about requests to the API: `fault-injection` promises no more than faults in AWS calls.
        """
        from robot.api import SkipExecution

        wanted = list(rules)
        if any("path" in rule or "method" in rule for rule in wanted):
            raise SkipExecution(
                f"the fault engine at {self.url} is between the backend and AWS, so it can't act on requests to the API"
            )
        return super().activate(wanted)


def _reason(error: urllib.error.HTTPError) -> str:
    body = error.read().decode(errors="replace")
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return f"Got {error.code} from the fault engine at {error.url}: {body[:200]}"
