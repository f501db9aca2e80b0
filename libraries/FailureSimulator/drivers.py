"""Where faults are brought about: the fault engine behind its HTTP control API."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

from FailureSimulator.errors import FailureSimulationError

TIMEOUT_SECONDS = 10

RuleReport = Mapping[str, Any]
"""What a driver says about a rule: `name`, `description`, `active`, `hits`, `matched`, `must_hit`, `notes`, `seen`, and
`effects_before`: the number of the latest effect when the rule was activated."""


class FaultDriver(Protocol):
    """Brings faults about somewhere."""

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        """Activate rules, all or none."""

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        """End rules by name; the last report on each."""

    def clear(self) -> list[RuleReport]:
        """End all rules; the last report on each."""

    def reports(self) -> list[RuleReport]:
        """A report on each rule that stands."""

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        """What was done to whom, from the first effect with a number above `after`."""


Defaults = Mapping[str, Any]
"""Options that rules get where they state none."""


class EngineDriver:
    """The fault engine of a local stack, or of any server that mounts its control API.

    Args:
        url: Where the control API is mounted, e.g. `http://127.0.0.1:4566/_faults`.
        defaults: Options that rules get where they state none.
    """

    def __init__(self, url: str, defaults: Defaults) -> None:
        self.url = url.rstrip("/")
        self._defaults = defaults
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def activate(self, rules: Iterable[Mapping[str, Any]]) -> list[RuleReport]:
        return self._rules(
            self._call("POST", "rules", body={"rules": [{**self._defaults, **rule} for rule in rules]})
        )

    def deactivate(self, names: Iterable[str]) -> list[RuleReport]:
        query = [("name", name) for name in names]
        return self._rules(self._call("DELETE", f"rules?{urlencode(query)}")) if query else []

    def clear(self) -> list[RuleReport]:
        return self._rules(self._call("DELETE", "rules"))

    def reports(self) -> list[RuleReport]:
        return self._rules(self._call("GET", "rules"))

    def effects(self, after: int = 0) -> list[Mapping[str, Any]]:
        effects: list[Mapping[str, Any]] = self._call("GET", f"effects?after={after}")["effects"]
        return effects

    @staticmethod
    def _rules(answer: Mapping[str, Any]) -> list[RuleReport]:
        rules: list[RuleReport] = answer["rules"]
        return rules

    def _call(self, method: str, resource: str, body: Any = None) -> Mapping[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{resource}", data, method=method)  # noqa: S310 — the engine's own address
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as reply:
                answer: Mapping[str, Any] = json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                raise FailureSimulationError(_refusal(error)) from None
        except OSError as error:
            raise FailureSimulationError(f"No fault engine answers at {self.url}: {error}.") from None
        return answer


def _refusal(error: urllib.error.HTTPError) -> str:
    body = error.read().decode(errors="replace")
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return f"The fault engine answered {error.code} to {error.url}: {body[:200]}"
