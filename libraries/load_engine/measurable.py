"""What a threshold applies to: a measurement, or a comparison of two kinds of requests."""

from typing import Protocol


class Measurable(Protocol):
    """Numbers that can be judged, logged and kept."""

    @property
    def name(self) -> str:
        """What was measured."""

    def value(self, metric: str) -> float:
        """Return one number by its name in a threshold, such as `p(95)`."""

    def figures(self) -> dict[str, float]:
        """Return the numbers for reports; units are part of the names."""

    def inconclusive_reason(self, metric: str, limit: float) -> str | None:
        """Return why a threshold with this limit can't be judged by the number alone; None if it can."""

    def other_explanation(self, metric: str, limit: float) -> str | None:
        """Return what other than the server may have broken a threshold with this limit; None if nothing else."""
