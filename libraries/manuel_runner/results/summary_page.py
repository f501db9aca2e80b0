"""The summary of a run as one self-contained HTML page: what to fix first, then the categories."""

from collections.abc import Sequence
from html import escape

from manuel_runner.results.markdown import consequences_of, counts_of, outcome_of_run
from manuel_runner.results.model import CauseOfRun, LinkedTest, Results

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
li { margin: 0 0 1.5rem; }
li li { margin: 0; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
pre { white-space: pre-wrap; border: 1px solid; padding: .5rem; font-size: .85rem; }
summary { cursor: pointer; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid; padding: .25rem; text-align: right; }
th:first-child { text-align: left; }
"""
_COLUMNS = ("passed", "failed", "known", "blocked", "skipped")
_OPEN = 3


def render_summary_page(results: Results) -> str:
    """Return the page; it needs no script, and leads to the tests in the log.html beside it."""
    title = f"Manuel on {escape(results.run.environment)}: {outcome_of_run(results.summary)}"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f"{_causes(results.unknown_causes)}{_known_issues(results.known_causes)}{_categories(results)}{_run(results)}</main></body></html>\n"
    )


def _causes(causes: Sequence[CauseOfRun]) -> str:
    if not causes:
        return ""
    items = "".join(_cause(cause, is_open=number < _OPEN) for number, cause in enumerate(causes))
    return f"<h2>What to fix first</h2><ol>{items}</ol>"


def _cause(cause: CauseOfRun, *, is_open: bool) -> str:
    return (
        f"<li><h3>{escape(cause.title)}</h3><p>{consequences_of(cause)}</p>"
        f"<details{' open' if is_open else ''}><summary>Example</summary><pre>{escape(cause.message)}</pre></details>"
        f"{_tests('Red', cause.red)}{_tests('Blocked', cause.blocked)}</li>"
    )


def _known_issues(causes: Sequence[CauseOfRun]) -> str:
    items = "".join(
        f"<li><h3>{escape(cause.title)}</h3><p>{escape(issue['reason'])} ({escape(issue['owner'])}, until {issue['until']})</p>"
        f"{_tests('Known', cause.known)}{_tests('Blocked', cause.blocked)}</li>"
        for cause in causes
        if (issue := cause.known_issue)
    )
    return f"<h2>Known issues</h2><ul>{items}</ul>" if items else ""


def _tests(what: str, tests: Sequence[LinkedTest]) -> str:
    if not tests:
        return ""
    links = "".join(f'<li><a href="log.html#{test.id}">{escape(test.name)}</a></li>' for test in tests)
    return f"<details><summary>{what}: {len(tests)}</summary><ul>{links}</ul></details>"


def _categories(results: Results) -> str:
    header = "".join(f'<th scope="col">{name}</th>' for name in ("category", *_COLUMNS))
    rows = "".join(
        f'<tr><th scope="row">{escape(name.replace("_", " "))}</th>'
        + "".join(f"<td>{getattr(counts, column)}</td>" for column in _COLUMNS)
        + "</tr>"
        for name, counts in results.categories.items()
    )
    return f"<h2>Categories</h2><table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"


def _run(results: Results) -> str:
    run = results.run
    return (
        f"<h2>The run</h2><p>{counts_of(results.summary)} of {results.summary.total_tests} in {run.elapsed_ms / 1000:.1f} s, "
        f"started {escape(run.started_at)}, run {escape(run.id)}</p>"
        '<p><a href="log.html">Log</a>, <a href="report.html">report</a>, <a href="trends.html">trends</a></p>'
    )
