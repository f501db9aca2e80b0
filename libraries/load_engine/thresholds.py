"""Thresholds in the grammar of k6: `p(95)<500`."""

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from load_engine.measurable import Measurable
from load_engine.measurement import Measurement
from load_engine.statistics.percentiles import samples_needed

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_GRAMMAR = re.compile(
    r"\s*(?P<metric>[a-z_]+(?:\(\s*[\d.]+\s*\))?)\s*(?P<operator><=|>=|==|!=|<|>)\s*(?P<limit>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|%)?\s*"
)
ERROR_RATE = ("rate", "error_rate")
"""The names of the share of requests that failed."""
_TIMES = re.compile(r"p\([\d.]+\)|avg|med|min|max")
_Units = Mapping[str | None, float]
_SHARES = (*ERROR_RATE, "hit_rate", "p_value", "reuse")
_UNITS_OF_TIMES: _Units = {None: 1.0, "ms": 1.0, "s": 1000.0}
_UNITS_OF_SHARES: _Units = {None: 1.0, "%": 0.01}
_UNITS_OF_COUNTS: _Units = {None: 1.0}


@dataclass(frozen=True)
class Threshold:
    """A condition on a metric.

    Attributes:
        text: The threshold as it was written.
        metric: The name of the metric, such as `p(95)`.
        operator: The comparison, such as `<`.
        limit: The number that the metric is compared with; milliseconds for times.
    """

    text: str
    metric: str
    operator: str
    limit: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a threshold.

        Args:
            text: A metric, an operator and a number: `p(95)<500`, `error_rate<=1%`, `throughput > 190`. Times are
                milliseconds unless they end in `s`; shares are numbers from 0 to 1, or end in `%`.

        Raises:
            ValueError: It does not follow the grammar, or its limit is not one of its metric.
        """
        match = _GRAMMAR.fullmatch(text)
        if not match:
            raise ValueError(
                f"{text!r} is not a threshold. Expected a metric, one of < <= > >= == != and a number, as in p(95)<500."
            )
        metric = match["metric"].replace(" ", "")
        return cls(
            text.strip(), metric, match["operator"], _limit(text, metric, match["limit"], match["unit"])
        )

    def problem(self, measured: Measurable) -> str | None:
        """Return what is wrong; None if the threshold is met.

        Raises:
            ValueError: The metric is unknown, or nothing was measured.
        """
        value = measured.value(self.metric)
        unmet = f"Expected {self.text}, got {self.metric} of {_describe(value, self.metric, measured)}"
        if inconclusive_reason := measured.inconclusive_reason(self.metric, self.limit):
            return f"{unmet}, which cannot be judged: {inconclusive_reason}."
        if _OPERATORS[self.operator](value, self.limit):
            return None
        problem = f"{unmet}."
        other_explanation = measured.other_explanation(self.metric, self.limit)
        return f"{problem} {other_explanation}" if other_explanation else problem

    def relaxed(self, slowdown: float) -> "Threshold":
        """Return the threshold for a machine that is slower by a factor; the same one unless it limits times or throughput.

        Example:
            >>> Threshold.parse("p(95)<500").relaxed(4).limit
            2000.0
        """
        if self.operator in ("<", "<=") and _TIMES.fullmatch(self.metric):
            return replace(self, limit=self.limit * slowdown)
        if self.operator in (">", ">=") and self.metric == "throughput":
            return replace(self, limit=self.limit / slowdown)
        return self

    def caveat(self, measured: Measurable) -> str | None:
        """Return why the number is less certain than it looks, namely too few requests for a percentile; else None."""
        if not (isinstance(measured, Measurement) and self.metric.startswith("p(")):
            return None
        percent = float(self.metric[2:-1])
        needed = samples_needed(percent) if percent < 100 else 0  # noqa: PLR2004 - per cent
        if measured.sent >= needed:
            return None
        return (
            f"{self.metric} of {measured.sent} requests is little more than the slowest of them: {needed} are needed to say "
            "with 95 % confidence that the percentile lies below the largest value."
        )


def _limit(text: str, metric: str, number: str, unit: str | None) -> float:
    """Return a limit in the unit of its metric."""
    units, expected = _units_of(metric)
    if unit not in units:
        raise ValueError(f"{text!r}: expected {expected}, got {number}{unit}.")
    limit = float(number) * units[unit]
    if metric in _SHARES and limit > 1:
        raise ValueError(f"{text!r}: expected {expected}, got {number}{unit or ''}.")
    return limit


def _units_of(metric: str) -> tuple[_Units, str]:
    """Return the factor of each unit in which a metric can be limited, and how to write such a limit."""
    if metric in _SHARES:
        return _UNITS_OF_SHARES, f"a share from 0 to 1, or up to 100%, as in {metric}<1%"
    if "p(" in metric or _TIMES.fullmatch(metric):
        return _UNITS_OF_TIMES, f"a time, as in {metric}<500ms or {metric}<1.5s"
    return _UNITS_OF_COUNTS, f"a number without a unit, as in {metric}>10"


def _describe(value: float, metric: str, measured: Measurable) -> str:
    if math.isfinite(value):
        failed = _failed(measured) if metric in ERROR_RATE else ""
        return f"{value:.4g}: {failed}" if failed else f"{value:.4g}"
    return (
        f"infinity: a failed request counts as slower than any response, and there were {_failed(measured)}"
    )


def _failed(measured: Measurable) -> str:
    """Return why requests failed, with how many did; an empty text if none has."""
    errors = getattr(measured, "errors", {})
    dropped = getattr(measured, "dropped", 0)
    reasons = [f"{what} ({count}x)" for what, count in errors.items()]
    reasons += [f"not sent, too many in flight ({dropped}x)"] if dropped else []
    return ", ".join(reasons)
