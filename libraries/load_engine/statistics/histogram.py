"""A histogram of durations that merges without loss, so that percentiles never have to be averaged."""

from collections.abc import Iterable, Mapping
from typing import Self

from load_engine.statistics.percentiles import nearest_rank

SUB_BUCKET_BITS = 11


class Histogram:
    """Counts of whole microseconds in buckets that are linear below 2048 µs and logarithmic above.

    The layout is that of HdrHistogram with three significant digits: exact below 2048 µs, and at most 0.05 % off above.
    Two histograms are merged by adding their counts, over any number of processes and machines. Merging
    percentiles instead is wrong by hundreds of per cent (Tene, *How NOT to Measure Latency*).

    Example:
        >>> histogram = Histogram.of([900, 1_000, 5_000])
        >>> histogram.percentile(50)
        1000
    """

    def __init__(self, counts: Mapping[int, int] | None = None) -> None:
        self._counts = dict(counts or {})
        self._total = sum(self._counts.values())

    @classmethod
    def of(cls, values: Iterable[int]) -> Self:
        """Count all of these microseconds."""
        histogram = cls()
        for value in values:
            histogram.record(value)
        return histogram

    def record(self, microseconds: int) -> None:
        """Count one value. A clock that went backwards counts as 0."""
        value = microseconds if microseconds > 0 else 0
        shift = value.bit_length() - SUB_BUCKET_BITS
        if shift > 0:
            value = (value >> shift << shift) + (1 << shift >> 1)
        self._counts[value] = self._counts.get(value, 0) + 1
        self._total += 1

    def merge(self, other: "Histogram") -> None:
        """Add the counts of another histogram."""
        for value, count in other._counts.items():
            self._counts[value] = self._counts.get(value, 0) + count
        self._total += other._total

    def __len__(self) -> int:
        return self._total

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Histogram) and self._counts == other._counts

    __hash__ = None  # type: ignore[assignment]

    def percentile(self, percent: float) -> int:
        """Return a percentile by nearest rank, in microseconds.

        Raises:
            ValueError: Nothing was counted, or `percent` is not above 0 and at most 100.
        """
        return self.at_rank(nearest_rank(self._total, percent))

    def at_rank(self, rank: int) -> int:
        """Return the value with this 1-based rank."""
        seen = 0
        for value, count in sorted(self._counts.items()):
            seen += count
            if seen >= rank:
                return value
        raise ValueError(f"There is no rank {rank} among {self._total} values.")

    @property
    def mean(self) -> float:
        """Arithmetic mean in microseconds.

        Raises:
            ValueError: Nothing was counted.
        """
        if not self._total:
            raise ValueError("There is no mean, since no value was measured.")
        return sum(value * count for value, count in self._counts.items()) / self._total

    @property
    def minimum(self) -> int:
        """Smallest value in microseconds."""
        return self.at_rank(1)

    @property
    def maximum(self) -> int:
        """Largest value in microseconds."""
        return self.at_rank(self._total)

    def counts(self) -> dict[int, int]:
        """Return the counts by microseconds, ascending."""
        return dict(sorted(self._counts.items()))

    def to_json(self) -> dict[str, int]:
        """Return the counts as JSON, whose keys are strings."""
        return {str(value): count for value, count in self.counts().items()}

    @classmethod
    def from_json(cls, counts: Mapping[str, int]) -> Self:
        """Read what `to_json` returned."""
        return cls({int(value): count for value, count in counts.items()})
