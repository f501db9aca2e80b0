"""Whether one kind of request is faster than another: a statement about samples, not about single requests."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from load_engine.statistics.comparison import RankTest, mann_whitney, ratio_of_medians_interval

SIGNIFICANT = 0.01


@dataclass
class SampleComparison:
    """Two interleaved samples of response times.

    Attributes:
        name: What was compared.
        slower_name: The kind of request that is expected to be slower.
        faster_name: The other kind.
        slower: Response times of the first kind, in microseconds.
        faster: Response times of the other kind, in microseconds.
        proven: How many responses of the faster kind say themselves that they are of that kind.
        disproven: How many responses of either kind say the contrary.
    """

    name: str
    slower_name: str
    faster_name: str
    slower: list[int] = field(default_factory=list)
    faster: list[int] = field(default_factory=list)
    proven: int = 0
    disproven: int = 0

    @property
    def speedup(self) -> float:
        """Ratio of the medians."""
        return median(self.slower) / median(self.faster)

    @property
    def speedup_interval(self) -> tuple[float, float]:
        """95 % confidence interval of the ratio of the medians (bootstrap)."""
        return ratio_of_medians_interval(self.slower, self.faster)

    @property
    def rank_test(self) -> RankTest:
        """One-sided Mann-Whitney test of whether the faster sample is smaller."""
        return mann_whitney(self.faster, self.slower)

    def value(self, metric: str) -> float:
        """Return one number by its name in a threshold.

        Raises:
            ValueError: There is no such metric.
        """
        if metric not in METRICS:
            raise ValueError(
                f"There is no metric {metric!r} of a comparison. Its metrics are {', '.join(METRICS)}."
            )
        return METRICS[metric](self)

    def figures(self) -> dict[str, float]:
        """Return the numbers for reports."""
        low, high = self.speedup_interval
        figures = {
            f"{self.slower_name}_p50_ms": median(self.slower) / 1000,
            f"{self.faster_name}_p50_ms": median(self.faster) / 1000,
            "speedup": self.speedup,
            "speedup_low": low,
            "speedup_high": high,
            "p_value": self.rank_test.p_value,
            "probability_faster": self.rank_test.probability_of_smaller,
            "count": len(self.faster),
        }
        if self.proven or self.disproven:
            figures["hit_rate"] = METRICS["hit_rate"](self)
        return {name: float(f"{value:.5g}") for name, value in figures.items()}

    def inconclusive_reason(self, metric: str, limit: float) -> str | None:
        """Return why a speed-up does not count: the server contradicts it, or it may be chance."""
        if metric != "speedup":
            return None
        if self.disproven:
            return (
                f"{self.disproven} of {2 * len(self.faster)} responses say that they are a "
                f"{self.faster_name} instead of a {self.slower_name}, or the other way round"
            )
        if limit >= 1 and self.rank_test.p_value > SIGNIFICANT:
            return f"the difference may be due to chance, p = {self.rank_test.p_value:.2g} (Mann-Whitney)"
        return None

    def other_explanation(self, metric: str, limit: float) -> str | None:  # noqa: ARG002 - the interface
        """Return None: the two samples took turns, so whatever disturbed one disturbed the other."""
        return None

    def merge_successive(self, other: "SampleComparison") -> None:
        """Add what was measured at another time."""
        self.slower += other.slower
        self.faster += other.faster
        self.proven += other.proven
        self.disproven += other.disproven

    def to_json(self) -> dict[str, Any]:
        """Return everything, for a file."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "SampleComparison":
        """Read what `to_json` returned."""
        return cls(**fields)


METRICS: dict[str, Callable[[SampleComparison], float]] = {
    "speedup": lambda compared: compared.speedup_interval[0],
    "hit_rate": lambda compared: compared.proven / len(compared.faster),
    "p_value": lambda compared: compared.rank_test.p_value,
    "count": lambda compared: len(compared.faster),
}
