"""The trends as one self-contained HTML page."""

from collections.abc import Sequence
from html import escape

from load_engine.charts.svg import BLUE, RED, Plot, Scale
from manuel_runner.results.trends import Trend

_STYLE = """
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; max-width: 660px; margin: 2em auto; padding: 0 1em; }
.worse { color: #c23b3b; } .better { color: #2f8f4e; }
figure { margin: 1.5em 0; }
"""


def render_page(trends: Sequence[Trend], environment: str) -> str:
    """Return the page, with changes for the worse first."""
    order = {"worse": 0, "better": 1, "stable": 2}
    figures = "".join(_figure(trend) for trend in sorted(trends, key=lambda trend: order[trend.direction]))
    title = f"Manuel on {escape(environment)}: trends"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{figures}</body></html>\n"
    )


def _figure(trend: Trend) -> str:
    return f'<figure>{_chart(trend)}<figcaption class="{trend.direction}">{_caption(trend)}</figcaption></figure>'


def _caption(trend: Trend) -> str:
    if trend.changed_at is None:
        return f"No change of level in {_runs(trend)}; median {trend.now:.4g}."
    return (
        f"{trend.direction.capitalize()}: {trend.before:.4g} to {trend.now:.4g} ({trend.change:+.0%}) "
        f"since run {escape(trend.changed_at)}."
    )


def _runs(trend: Trend) -> str:
    return f"{len(trend.values)} run{'s' if len(trend.values) != 1 else ''}"


def _chart(trend: Trend) -> str:
    last = len(trend.values) - 1
    points = [(float(number), value) for number, value in enumerate(trend.values)]
    plot = Plot(
        title=trend.series,
        x=Scale(0, max(last, 1)),
        y=Scale(0, max(*trend.values, 1e-9) * 1.1),
        x_labels=[(0, trend.run_ids[0][:8]), (last, trend.run_ids[-1][:8])]
        if last
        else [(0, trend.run_ids[0][:8])],
    )
    plot.line(points, BLUE)
    plot.dots(points, BLUE, _runs(trend))
    if trend.changed_at is not None:
        plot.dots([points[trend.run_ids.index(trend.changed_at)]], RED, "new level")
    return plot.render()
