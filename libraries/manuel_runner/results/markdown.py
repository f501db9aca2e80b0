"""The summary of a run in Markdown, for `$GITHUB_STEP_SUMMARY` and chat tools."""

from collections.abc import Iterable, Sequence

from manuel_runner.results.model import CauseOfRun, LinkedTest, Results, Summary
from manuel_runner.results.trends import Trend

_LONGEST_MESSAGE = 1200
_SHOWN_CAUSES = 20
_SHOWN_TESTS = 10
_SHOWN_FIGURES = ("p50_ms", "p95_ms", "p99_ms", "throughput_per_s", "error_rate", "count")


def render(results: Results, trends: Sequence[Trend] = ()) -> str:
    """Return the summary: outcome, what to fix, flaky tests, categories, measurements, trends, what was blocked and skipped.

    What is empty is left out.
    """
    sections = [
        _headline(results),
        _causes(results.unknown_causes),
        _known_issues(results.known_causes),
        _flaky(results),
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
        f"## Manuel on {run.environment}: {outcome_of_run(summary)}\n\n{counts_of(summary)} of {summary.total_tests} "
        f"in {run.elapsed_ms / 1000:.1f} s · success rate {summary.success_rate:g} % · run `{run.id}`"
    )


def counts_of(summary: Summary) -> str:
    """Return how many tests had which outcome, on one line."""
    known = f"{summary.known} known, " if summary.known else ""
    flaky = f" ({summary.flaky} flaky)" if summary.flaky else ""
    return f"{summary.passed} passed{flaky}, {summary.failed} failed, {known}{summary.blocked} blocked, {summary.skipped} skipped"


def outcome_of_run(summary: Summary) -> str:
    """Return the outcome in two words."""
    if summary.failed:
        return f"{summary.failed} failed"
    if summary.blocked:
        return f"{summary.blocked} blocked"
    return "passed" if summary.passed else "nothing was run"


def _causes(causes: Sequence[CauseOfRun]) -> str:
    if not causes:
        return ""
    shown = [_cause(number, cause) for number, cause in enumerate(causes[:_SHOWN_CAUSES], start=1)]
    more = len(causes) - _SHOWN_CAUSES
    rest = [f"{more} more causes are in `summary.html` and `results.json`."] if more > 0 else []
    return "\n\n".join(["### What to fix first", *shown, *rest])


def _cause(number: int, cause: CauseOfRun) -> str:
    message = cause.message
    shown = message if len(message) <= _LONGEST_MESSAGE else message[:_LONGEST_MESSAGE] + " …"
    fence = "```" if "```" not in shown else "~~~~"
    tests = [_tests("Failed", cause.failed), _tests("Blocked", cause.blocked)]
    return "\n".join(
        [
            f"**{number}. {_plain(cause.title)}** ({consequences_of(cause)})",
            *(f"{fence}text", shown, fence),
            *filter(None, tests),
        ]
    )


def _known_issues(causes: Sequence[CauseOfRun]) -> str:
    rows = [
        (cause.title, issue["reason"], issue["owner"], issue["until"], len(cause.known), len(cause.blocked))
        for cause in causes
        if (issue := cause.known_issue)
    ]
    return _table("Known issues", ("cause", "reason", "owner", "until", "tests", "blocked"), rows)


def _flaky(results: Results) -> str:
    rows = [
        (LinkedTest.to(test).name, test.first_failure.partition("\n")[0])
        for test in results.test_results
        if test.first_failure is not None
    ]
    return _table("Flaky tests, which passed when they were run again", ("test", "failed first"), rows)


def _tests(what: str, tests: Sequence[LinkedTest]) -> str:
    links = [f"[{_plain(test.name)}](log.html#{test.id})" for test in tests[:_SHOWN_TESTS]]
    more = len(tests) - _SHOWN_TESTS
    return f"- {what}: {', '.join(links)}{f' and {more} more' if more > 0 else ''}" if tests else ""


def consequences_of(cause: CauseOfRun) -> str:
    """Return how many tests failed by a cause, blocked by it, and met it and went on, on one line."""
    counts = [f"{len(cause.failed)} failed"] if cause.failed else []
    counts += [f"{len(cause.blocked)} blocked"] if cause.blocked else []
    return ", ".join([*counts, f"met by {cause.met} more"] if cause.met else counts)


def _categories(results: Results) -> str:
    rows = [
        (
            name.replace("_", " "),
            counts.passed,
            counts.failed,
            counts.known,
            counts.blocked,
            counts.skipped,
            f"{counts.success_rate:g} %",
        )
        for name, counts in results.categories.items()
    ]
    return _table(
        "Categories", ("category", "passed", "failed", "known", "blocked", "skipped", "success rate"), rows
    )


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
