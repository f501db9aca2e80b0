"""The trends as one self-contained HTML page: a table for each selection of tests, and a chart behind each figure."""

from collections.abc import Mapping, Sequence
from html import escape

from load_engine.charts.sparkline import sparkline
from load_engine.charts.svg import BLUE, RED, Plot, Scale
from manuel_runner.results.trends import Trend

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; display: inline; }
summary { cursor: pointer; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid; padding: .25rem; text-align: right; vertical-align: top; font-weight: normal; }
thead th { font-weight: bold; }
th:first-child { text-align: left; }
.worse, .better { font-weight: bold; }
figure { margin: 0; }
figure svg { max-width: 100%; height: auto; }
"""
_COLUMNS = ("figure", "course", "before", "now", "change")
_ORDER = {"worse": 0, "better": 1, "stable": 2}


def render_page(trends: Mapping[str, Sequence[Trend]], environment: str) -> str:
    """Return the page; it needs no script.

    Args:
        trends: The trends by the selection of tests, that of the latest run first.
        environment: The environment of these runs.
    """
    title = f"Manuel on {escape(environment)}: trends"
    sections = "".join(
        _section(selection, of_it, is_open=number == 0)
        for number, (selection, of_it) in enumerate(trends.items())
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>{sections}</main></body></html>\n"
    )


def _section(selection: str, trends: Sequence[Trend], *, is_open: bool) -> str:
    header = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = "".join(map(_row, sorted(trends, key=_worst_first)))
    return (
        f"<details{' open' if is_open else ''}><summary><h2>{escape(selection)}</h2></summary>"
        f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _worst_first(trend: Trend) -> tuple[int, float, str]:
    return _ORDER[trend.direction], -abs(trend.change), trend.series


def _row(trend: Trend) -> str:
    before = "" if trend.before is None else f"{trend.before:.4g}"
    change = "" if trend.changed_at is None else f"{trend.change:+.0%} {trend.direction}"
    return (
        f'<tr><th scope="row"><details><summary>{escape(trend.series)}</summary>{_figure(trend)}</details></th>'
        f"<td>{sparkline(trend.values, f'{trend.series}: {_caption(trend)}')}</td><td>{before}</td><td>{trend.now:.4g}</td>"
        f'<td class="{trend.direction}">{change}</td></tr>'
    )


def _figure(trend: Trend) -> str:
    return f"<figure>{_chart(trend)}<figcaption>{_caption(trend)}</figcaption></figure>"


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
    ends = sorted({0, last})
    plot = Plot(
        title=trend.series,
        x=Scale(0, max(last, 1)),
        y=Scale(0, max(*trend.values, 1e-9) * 1.1),
        x_labels=[(number, _date(trend.run_ids[number])) for number in ends],
    )
    plot.line(points, BLUE)
    plot.dots(points, BLUE, _runs(trend))
    if trend.changed_at is not None:
        plot.dots([points[trend.run_ids.index(trend.changed_at)]], RED, "new level")
    return plot.render()


def _date(run_id: str) -> str:
    """Return the day on which a run began, which its id begins with."""
    return f"{run_id[:4]}-{run_id[4:6]}-{run_id[6:8]}"
