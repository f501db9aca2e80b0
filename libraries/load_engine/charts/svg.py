"""A plot area with axes, drawn as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

WIDTH, HEIGHT = 640, 232
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 42, 32
BLUE, ORANGE, RED = "#3b82c4", "#c8741f", "#d1453f"

Point = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Where the values of one axis lie, from `low` to `high`, evenly or logarithmically."""

    low: float
    high: float
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Return where a value lies between the ends, from 0 to 1."""
        low, high, value = (self._project(number) for number in (self.low, self.high, value))
        return min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.5

    def ticks(self) -> list[float]:
        """Return the round values to label."""
        return self._powers() if self.logarithmic else self._steps()

    def _project(self, value: float) -> float:
        return math.log10(max(value, 1e-9)) if self.logarithmic else value

    def _powers(self) -> list[float]:
        exponents = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        candidates = [factor * 10.0**exponent for exponent in exponents for factor in (1, 2, 5)]
        inside = [tick for tick in candidates if self.low <= tick <= self.high]
        return inside[:: math.ceil(len(inside) / 6)] if inside else [self.low, self.high]

    def _steps(self) -> list[float]:
        span = self.high - self.low or 1.0
        step = 10.0 ** math.floor(math.log10(span))
        step *= next(factor for factor in (0.2, 0.5, 1, 2) if span / (step * factor) <= 6)  # noqa: PLR2004 - labels
        first = math.ceil(self.low / step)
        return [number * step for number in range(first, math.floor(self.high / step) + 1)]


@dataclass
class Plot:
    """A chart under construction.

    Attributes:
        title: What it shows, for the eye and for screen readers.
        x: The horizontal axis.
        y: The vertical axis.
        x_labels: Labels at positions of the horizontal axis, in place of its round values.
    """

    title: str
    x: Scale
    y: Scale
    x_labels: Sequence[tuple[float, str]] | None = None
    _marks: list[str] = field(default_factory=list)
    _legend: list[tuple[str, str]] = field(default_factory=list)

    def line(self, points: Sequence[Point], colour: str, name: str | None = None) -> None:
        """Draw a line through these points."""
        path = " ".join(f"{self._x(x):.1f},{self._y(y):.1f}" for x, y in points)
        self._marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
        if name is not None:
            self._legend.append((colour, name))

    def dots(self, points: Sequence[Point], colour: str, name: str) -> None:
        """Draw a dot at each of these points."""
        self._marks.extend(
            f'<circle cx="{self._x(x):.1f}" cy="{self._y(y):.1f}" r="2.5" fill="{colour}" fill-opacity="0.6"/>'
            for x, y in points
        )
        self._legend.append((colour, name))

    def render(self) -> str:
        """Return the SVG element."""
        title = escape(self.title)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'role="img" aria-label="{title}" font-family="system-ui, sans-serif" font-size="11" fill="currentColor">'
            f'<text x="{_LEFT}" y="14" font-weight="600">{title}</text>'
            f"{self._axes()}{''.join(self._marks)}{self._legend_line()}</svg>"
        )

    def _x(self, value: float) -> float:
        return _LEFT + self.x.share(value) * (WIDTH - _LEFT - _RIGHT)

    def _y(self, value: float) -> float:
        return HEIGHT - _BOTTOM - self.y.share(value) * (HEIGHT - _TOP - _BOTTOM)

    def _axes(self) -> str:
        horizontal = "".join(
            f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{self._y(tick):.1f}" y2="{self._y(tick):.1f}" '
            f'stroke="currentColor" stroke-opacity="0.15"/>'
            f'<text x="{_LEFT - 6}" y="{self._y(tick) + 4:.1f}" text-anchor="end">{tick:.6g}</text>'
            for tick in self.y.ticks()
        )
        labels = (
            self.x_labels if self.x_labels is not None else [(tick, f"{tick:g}") for tick in self.x.ticks()]
        )
        vertical = "".join(
            f'<text x="{self._x(at):.1f}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="{self._anchor(at)}">{escape(label)}</text>'
            for at, label in labels
        )
        return horizontal + vertical

    def _anchor(self, value: float) -> str:
        """Return how a label stands at its place on the horizontal axis: at the right end it would not fit in the middle."""
        return "end" if self.x.share(value) == 1 else "middle"

    def _legend_line(self) -> str:
        """Return the names, each after a dot in its colour, side by side below the title."""
        names = "".join(
            f'<tspan fill="{colour}" dx="10">●</tspan><tspan dx="4">{escape(name)}</tspan>'
            for colour, name in self._legend
        )
        return f'<text x="{_LEFT - 10}" y="30">{names}</text>'
