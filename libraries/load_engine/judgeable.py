"""What keywords measure: response times, or a comparison of two kinds of them."""

from typing import Protocol


class Judgeable(Protocol):
    """Numbers that can be judged, logged and kept."""

    @property
    def name(self) -> str:
        """What was measured."""

    def value(self, metric: str) -> float:
        """One number by its name in a threshold, as `p(95)`."""

    def figures(self) -> dict[str, float]:
        """The numbers for reports; units are part of the names."""

    def inconclusive_reason(self, metric: str, limit: float) -> str | None:
        """Why a threshold with this limit can't be taken for kept although the number is within it, if it can't."""

    def other_explanation(self, metric: str, limit: float) -> str | None:
        """What else than the server may have broken a threshold with this limit, if anything."""
