"""LocalStack's chaos API, so that its users can keep their configurations.

Source: https://docs.localstack.cloud/aws/capabilities/chaos-engineering/chaos-api/

A fault there is `{"service", "operation", "region", "probability", "error": {"statusCode", "code"}}`, each part
optional; `[{}]` makes every call fail with 503 `ServiceUnavailable`. The first one that matches wins.
"""

from typing import Any

from pydantic import Field

from fault_engine.errors import RuleError
from fault_engine.options import Mapped, Natural, Options, Share, Status, Text, read
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
    """A chaos configuration as rules of a set; other rules of the set are left alone."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._faults: dict[str, Any] = {}
        self._latency: dict[str, int] = {}

    @property
    def faults(self) -> list[Any]:
        """The active faults, as they were given."""
        return [fault for name, fault in self._faults.items() if name in self._active_names()]

    @faults.setter
    def faults(self, configuration: Any) -> None:
        if not isinstance(configuration, list):
            raise RuleError("A chaos configuration must be a list of faults.")
        rules = [_rule(number, fault) for number, fault in enumerate(configuration, 1)]
        self._rules.replace(self._faults, *rules)
        self._faults = {rule["name"]: fault for rule, fault in zip(rules, configuration, strict=True)}

    @property
    def effects(self) -> dict[str, int]:
        """The latency of every call in milliseconds, 0 for none."""
        return {
            "latency": next((ms for name, ms in self._latency.items() if name in self._active_names()), 0)
        }

    @effects.setter
    def effects(self, configuration: Any) -> None:
        milliseconds = read(_Effects, configuration, "chaos effects").latency
        rules = [{"name": _LATENCY, "fault": "latency", "delay": milliseconds / 1000, "must_hit": False}]
        self._rules.replace(self._latency, *(rules if milliseconds else ()))
        self._latency = {_LATENCY: milliseconds} if milliseconds else {}

    def _active_names(self) -> set[str]:
        return {str(report["name"]) for report in self._rules.reports()}


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
