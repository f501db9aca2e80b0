"""A line as high as a word, for tables."""

from collections.abc import Sequence
from html import escape

from load_engine.charts.svg import BLUE, Scale

_WIDTH, _HEIGHT, _MARGIN = 120, 24, 3


def sparkline(values: Sequence[float], label: str) -> str:
    """Return the values, oldest first, as an SVG element, with a dot at the last one.

    Args:
        values: One or more.
        label: What a screen reader says in its place.

    Example:
        >>> sparkline([1.0, 3.0], "rises").count("<circle")
        1
    """
    x, y = Scale(0, max(len(values) - 1, 1)), Scale(min(values), max(values))
    points = [
        (_place(x.share(number), _WIDTH), _HEIGHT - _place(y.share(value), _HEIGHT))
        for number, value in enumerate(values)
    ]
    path = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'role="img" aria-label="{escape(label)}"><polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="1.5"/>'
        f'<circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="2.5" fill="{BLUE}"/></svg>'
    )


def _place(share: float, length: int) -> float:
    return _MARGIN + share * (length - 2 * _MARGIN)
