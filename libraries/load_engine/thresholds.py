"""Thresholds in the grammar of k6: `p(95)<500`."""

import math
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from load_engine.judgeable import Judgeable
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
_UNITS = {None: 1.0, "ms": 1.0, "s": 1000.0, "%": 0.01}


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
                milliseconds unless they end in `s`.

        Raises:
            ValueError: It does not follow the grammar.
        """
        match = _GRAMMAR.fullmatch(text)
        if not match:
            raise ValueError(
                f"{text!r} is not a threshold. Expected a metric, one of < <= > >= == != and a number, as in p(95)<500."
            )
        limit = float(match["limit"]) * _UNITS[match["unit"]]
        return cls(text.strip(), match["metric"].replace(" ", ""), match["operator"], limit)

    def problem(self, measured: Judgeable) -> str | None:
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

    def caveat(self, measured: Judgeable) -> str | None:
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


def _describe(value: float, metric: str, measured: Judgeable) -> str:
    if math.isfinite(value):
        failed = _failed(measured) if metric in ERROR_RATE else ""
        return f"{value:.4g}: {failed}" if failed else f"{value:.4g}"
    return (
        f"infinity: a failed request counts as slower than any response, and there were {_failed(measured)}"
    )


def _failed(measured: Judgeable) -> str:
    """Return why requests failed, with how many did; an empty text if none has."""
    errors = getattr(measured, "errors", {})
    dropped = getattr(measured, "dropped", 0)
    reasons = [f"{what} ({count}x)" for what, count in errors.items()]
    reasons += [f"not sent, too many in flight ({dropped}x)"] if dropped else []
    return ", ".join(reasons)
