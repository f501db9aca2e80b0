"""The summary of a run in Markdown, for `$GITHUB_STEP_SUMMARY` and chat tools."""

from collections.abc import Iterable, Sequence

from manuel_runner.results.model import Results, SuiteTestResult, Summary
from manuel_runner.results.trends import Trend

_LONGEST_MESSAGE = 400
_SHOWN_FIGURES = ("p50_ms", "p95_ms", "p99_ms", "throughput_per_s", "error_rate", "count")


def render(results: Results, trends: Sequence[Trend] = ()) -> str:
    """Return the summary: outcome, failures, categories, measurements, trends, what was blocked and skipped.

    What is empty is left out.
    """
    sections = [
        _headline(results),
        _failures(results.failed_tests),
        _categories(results),
        _measurements(results),
        _trends(trends),
        _blocks(results),
        _skips(results),
    ]
    return "\n\n".join(filter(None, sections)) + "\n"


def _headline(results: Results) -> str:
    summary, run = results.summary, results.run
    return (
        f"## Manuel on {run.environment}: {_outcome(summary)}\n\n{counts_of(summary)} of {summary.total_tests} "
        f"in {run.elapsed_ms / 1000:.1f} s · success rate {summary.success_rate:g} % · run `{run.id}`"
    )


def counts_of(summary: Summary) -> str:
    """Return how many tests had which outcome, on one line."""
    return f"{summary.passed} passed, {summary.failed} failed, {summary.blocked} blocked, {summary.skipped} skipped"


def _outcome(summary: Summary) -> str:
    if summary.failed:
        return f"{summary.failed} failed"
    if summary.blocked:
        return f"{summary.blocked} blocked"
    return "passed" if summary.passed else "nothing was run"


def _failures(failed: Sequence[SuiteTestResult]) -> str:
    if not failed:
        return ""
    return "### Failed\n\n" + "\n\n".join(map(_failure, failed))


def _failure(test: SuiteTestResult) -> str:
    where = (
        f"{test.details['source']}:{test.details['line']}"
        if test.details["source"]
        else test.details["suite"]
    )
    message = (test.error_message or "no message").strip()
    shown = message if len(message) <= _LONGEST_MESSAGE else message[:_LONGEST_MESSAGE] + " …"
    fence = "```" if "```" not in shown else "~~~~"
    return f"**{_plain(test.test_name)}** ({_plain(where)}, {test.duration_ms} ms)\n{fence}text\n{shown}\n{fence}"


def _categories(results: Results) -> str:
    rows = [
        (
            name.replace("_", " "),
            counts.passed,
            counts.failed,
            counts.blocked,
            counts.skipped,
            f"{counts.success_rate:g} %",
        )
        for name, counts in results.categories.items()
    ]
    return _table("Categories", ("category", "passed", "failed", "blocked", "skipped", "success rate"), rows)


def _measurements(results: Results) -> str:
    rows = [
        (name, *(_number(figures.get(figure)) for figure in _SHOWN_FIGURES))
        for name, figures in results.measurements.items()
    ]
    return _table("Measurements", ("measurement", *_SHOWN_FIGURES), rows)


def _trends(trends: Sequence[Trend]) -> str:
    rows = [
        (
            trend.series,
            trend.direction,
            _number(trend.before),
            _number(trend.now),
            f"{trend.change:+.0%}",
            trend.changed_at,
        )
        for trend in trends
        if trend.direction != "stable"
    ]
    return _table("Changed level", ("series", "direction", "before", "now", "change", "since run"), rows)


def _blocks(results: Results) -> str:
    return _table("Blocked", ("blocked by", "tests"), results.block_reasons.items())


def _skips(results: Results) -> str:
    return _table("Skipped", ("reason", "tests"), results.skip_reasons.items())


def _table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = [_row(row) for row in rows]
    if not body:
        return ""
    return "\n".join([f"### {title}", "", _row(header), _row(["---"] * len(header)), *body])


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_plain(str(cell)) for cell in cells) + " |"


def _plain(text: str) -> str:
    """Escape text for Markdown."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
