"""Measured numbers as metadata of a test: readable in log.html, and read back from output.xml."""

import re
from collections.abc import Mapping

METADATA_PREFIX = "Measured: "
_FIGURE = re.compile(r"(?P<name>\w+)=(?P<value>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)", re.IGNORECASE)
_SEPARATOR = ", "


def format_figures(figures: Mapping[str, float]) -> str:
    """Write numbers by name in one line. Units are part of the names.

    Example:
        >>> format_figures({"p95_ms": 12.5, "count": 200})
        'p95_ms=12.5, count=200'
    """
    return _SEPARATOR.join(f"{name}={_digits(value)}" for name, value in figures.items())


def _digits(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.6g}"


def parse_figures(text: str) -> dict[str, float]:
    """Read what [format_figures] wrote.

    Raises:
        ValueError: The text is something else.

    Example:
        >>> parse_figures("p95_ms=12.5, count=200")
        {'p95_ms': 12.5, 'count': 200}
    """
    return dict(_parse_figure(part) for part in text.split(_SEPARATOR))


def _parse_figure(text: str) -> tuple[str, float]:
    match = _FIGURE.fullmatch(text)
    if not match:
        raise ValueError(f"Expected a figure such as 'p95_ms=12.5', got {text!r}.")
    value = float(match["value"])
    return match["name"], int(value) if value.is_integer() else value
