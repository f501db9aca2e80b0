"""LocalStack's chaos API, so that its users keep their configurations.

Source: https://docs.localstack.cloud/aws/capabilities/chaos-engineering/chaos-api/

A fault there is `{"service", "operation", "region", "probability", "error": {"statusCode", "code"}}`, each part
optional; `[{}]` lets everything fail, with 503 `ServiceUnavailable`. The first that matches wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fault_engine.fields import (
    RuleError,
    did_you_mean,
    fraction,
    mapping,
    option,
    option_names,
    read_options,
    text,
    whole,
)
from fault_engine.rule_set import RuleSet

_FAULT = "chaos fault"
_LATENCY = "chaos latency"


@dataclass(frozen=True, slots=True)
class _Fault:
    service: str | None = option(text, None)
    operation: str | None = option(text, None)
    region: str | None = option(text, None)
    probability: float = option(fraction, 1.0)
    error: Mapping[str, Any] | None = option(mapping, None)


@dataclass(frozen=True, slots=True)
class _Error:
    code: str = option(text, "ServiceUnavailable")
    statusCode: int = option(whole(100, 599), 503)  # noqa: N815 — LocalStack's spelling


@dataclass(frozen=True, slots=True)
class _Effects:
    latency: int = option(whole(0), 0)


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
        milliseconds = _read(_Effects, configuration, "chaos effects").latency
        rules = [{"name": _LATENCY, "fault": "latency", "delay": milliseconds / 1000, "must_hit": False}]
        self._rules.replace(self._latency, *(rules if milliseconds else ()))
        self._latency = {_LATENCY: milliseconds} if milliseconds else {}

    def _active_names(self) -> set[str]:
        return {str(report["name"]) for report in self._rules.reports()}


def _rule(number: int, data: Any) -> dict[str, Any]:
    subject = f"{_FAULT} {number}"
    fault = _read(_Fault, data, subject)
    error = _read(_Error, fault.error or {}, f"{subject}: error")
    who = {"service": fault.service, "operation": fault.operation, "region": fault.region}
    return {
        "name": subject,
        **{option: value for option, value in who.items() if value is not None},
        "probability": fault.probability,
        "per": "attempt",
        "fault": "error",
        "code": error.code,
        "status": error.statusCode,
        "must_hit": False,
    }


def _read(cls: Any, data: Any, subject: str) -> Any:
    if not isinstance(data, Mapping):
        raise RuleError(f"{subject} is a mapping of names to values, not {data!r}.")
    for name in data:
        if name not in option_names(cls):
            raise RuleError(f"{subject} has no {name!r}.{did_you_mean(str(name), option_names(cls))}")
    return read_options(cls, data, subject)
