"""The templates of the pages, which escape whatever they are given."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent


def render(template: str, **values: Any) -> str:
    """Return a page.

    Args:
        template: The name of a file in this folder.
        values: What its variables stand for.
    """
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = figure
    environment.filters["seconds"] = seconds
    return environment


def figure(value: float | None) -> str:
    """Return a number with four significant digits at most; nothing for None.

    Example:
        >>> figure(1463.57956), figure(0.28123)
        ('1,464', '0.2812')
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"  # noqa: PLR2004 - four digits


def seconds(milliseconds: int) -> str:
    """Return a human-readable duration.

    Example:
        >>> seconds(420), seconds(8_400), seconds(173_455)
        ('0.42 s', '8.4 s', '2 min 53 s')
    """
    if milliseconds < 60_000:  # noqa: PLR2004 - a minute
        return f"{milliseconds / 1000:.2g} s" if milliseconds < 10_000 else f"{milliseconds / 1000:.0f} s"  # noqa: PLR2004
    minutes, rest = divmod(round(milliseconds / 1000), 60)
    return f"{minutes} min {rest} s"
