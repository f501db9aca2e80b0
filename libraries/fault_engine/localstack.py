"""LocalStack's chaos API, so that its users can keep their configurations.

Source: https://docs.localstack.cloud/aws/capabilities/chaos-engineering/chaos-api/

A fault there is `{"service", "operation", "region", "probability", "error": {"statusCode", "code"}}`, each part
optional; `[{}]` makes every call fail with 503 `ServiceUnavailable`. The first one that matches wins.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from fault_engine.errors import RuleError
from fault_engine.options import Mapped, Natural, Options, Share, Status, Text, read
from fault_engine.owners import Owner
from fault_engine.rule_set import RuleSet

_FAULT = "chaos fault"
_LATENCY = "chaos latency"


class _Fault(Options):
    service: Text | None = None
    operation: Text | None = None
    region: Text | None = None
    probability: Share = 1.0
    error: Mapped = Field(default_factory=dict)


class _Error(Options):
    code: Text = "ServiceUnavailable"
    statusCode: Status = 503  # noqa: N815 — LocalStack's spelling


class _Effects(Options):
    latency: Natural = 0


class LocalStackChaos:
    """The chaos configurations, one for each worker and one that belongs to nobody, as rules of a set.

    Other rules of the set are left alone.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._faults: dict[str | None, Mapping[str, Any]] = defaultdict(dict)
        self._latency: dict[str | None, int] = defaultdict(int)

    def faults(self, owner: Owner | None) -> list[Any]:
        """Return an owner's active faults, as they were given."""
        active = self._active_names(owner)
        return [fault for name, fault in self._faults[_worker(owner)].items() if name in active]

    def set_faults(self, configuration: Any, owner: Owner | None) -> list[Any]:
        """Replace an owner's faults and return them."""
        if not isinstance(configuration, list):
            raise RuleError("A chaos configuration must be a list of faults.")
        rules = [_rule(number, fault) for number, fault in enumerate(configuration, 1)]
        self._rules.replace(self._faults[_worker(owner)], *rules, owner=owner)
        self._faults[_worker(owner)] = {
            rule["name"]: fault for rule, fault in zip(rules, configuration, strict=True)
        }
        return self.faults(owner)

    def effects(self, owner: Owner | None) -> dict[str, int]:
        """Return an owner's latency of every call in milliseconds, 0 for none."""
        is_active = _LATENCY in self._active_names(owner)
        return {"latency": self._latency[_worker(owner)] if is_active else 0}

    def set_effects(self, configuration: Any, owner: Owner | None) -> dict[str, int]:
        """Replace an owner's latency and return it."""
        milliseconds = read(_Effects, configuration, "chaos effects").latency
        rules = [{"name": _LATENCY, "fault": "latency", "delay": milliseconds / 1000, "must_hit": False}]
        self._rules.replace([_LATENCY], *(rules if milliseconds else ()), owner=owner)
        self._latency[_worker(owner)] = milliseconds
        return self.effects(owner)

    def _active_names(self, owner: Owner | None) -> set[str]:
        return {str(report["name"]) for report in self._rules.reports(owner)}


def _worker(owner: Owner | None) -> str | None:
    return owner.worker if owner else None


def _rule(number: int, data: Any) -> dict[str, Any]:
    subject = f"{_FAULT} {number}"
    fault = read(_Fault, data, subject)
    error = read(_Error, fault.error, f"{subject}: error")
    return {
        **fault.model_dump(exclude={"error"}, exclude_none=True),
        "name": subject,
        "per": "attempt",
        "fault": "error",
        "code": error.code,
        "status": error.statusCode,
        "must_hit": False,
    }
