"""The thresholds against which a measurement was judged: metadata of the test, readable in log.html."""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from load_engine.measurable import Measurable
from load_engine.thresholds import Threshold

VERDICTS_PREFIX = "Judged: "
"""What the metadata of a test with verdicts on a measurement begins with; the measurement's name follows."""


@dataclass(frozen=True)
class Verdict:
    """Whether a measurement met a threshold.

    Attributes:
        threshold: The threshold as it was written: `p(95)<=100`.
        value: What was measured; None if it is infinite, because requests failed.
        met: Whether the threshold was met; one that cannot be judged is not.
    """

    threshold: str
    value: float | None
    met: bool

    @classmethod
    def of(cls, threshold: Threshold, measured: Measurable, *, met: bool) -> Self:
        """Return the verdict on a measurement."""
        value = measured.value(threshold.metric)
        return cls(threshold.text, float(f"{value:.5g}") if math.isfinite(value) else None, met)


def verdicts_to_json(verdicts: Iterable[Verdict]) -> str:
    """Write verdicts on one measurement."""
    return json.dumps([asdict(verdict) for verdict in verdicts])


def verdicts_from_json(text: str) -> list[Verdict]:
    """Read what `verdicts_to_json` wrote."""
    return [Verdict(**fields) for fields in json.loads(text)]
