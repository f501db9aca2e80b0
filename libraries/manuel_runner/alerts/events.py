"""The alerts about a run that has ended, and about one that did not happen."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.last_runs import LastRun, read_last_runs, remember
from manuel_runner.alerts.slowdowns import slowdowns
from manuel_runner.file_names import HISTORY, RESULTS, SUMMARY_PAGE
from manuel_runner.results.history import read_history
from manuel_runner.results.results_file import read_results_file

_SHOWN_CAUSES = 5


def read_run(directory: Path) -> dict[str, Any] | None:
    """Return the content of `results.json`; None if no test was run."""
    path = directory / RESULTS
    return read_results_file(path) if path.exists() else None


def count_unaccepted(results: dict[str, Any]) -> int:
    """Return how many tests failed, or were blocked by an unknown issue."""
    blocked = sum(len(cause["blocked"]) for cause in results["causes"] if cause["known_issue"] is None)
    return int(results["summary"]["failed"]) + blocked


def alerts_about_results(
    run: LastRun, results: dict[str, Any], directory: Path, problems: Sequence[str] = ()
) -> Iterator[Alert]:
    """Yield the alerts about a run with results: that it failed or recovered, and what became slower.

    Args:
        run: The run.
        results: The content of its `results.json`.
        directory: The results folder.
        problems: Why it has not passed, apart from what the results say.
    """
    before = remember(run, directory)
    counts = _counts(results["summary"])
    if not run.passed:
        news = counts if count_unaccepted(results) or not problems else f"{counts}, but not all has run"
        causes = _causes(results["causes"], directory)
        yield Alert.about("failed", run.environment, news, _selection(run), *problems, *causes)
    elif before is not None and not before.passed:
        yield Alert.about("recovered", run.environment, f"recovered, {counts}", _selection(run))
    if slower := slowdowns(read_history(directory / HISTORY)):
        news = f"{len(slower)} figure{'s' if len(slower) > 1 else ''} slower"
        yield Alert.about("slower", run.environment, news, _selection(run), *slower)


def alert_about_broken_run(run: LastRun, problem: str, directory: Path) -> Alert:
    """Return the alert about a run without results."""
    remember(run, directory)
    return Alert.about(
        "failed", run.environment, "the run did not get to its tests", _selection(run), problem
    )


def alert_if_none_ran(
    environment: str, directory: Path, longest: timedelta, *, now: datetime
) -> Alert | None:
    """Return an alert if there was no run of an environment for so long."""
    times = _times_of_runs(environment, directory)
    if times and now - max(times) < longest:
        return None
    last = f"the last run was at {max(times).isoformat(timespec='minutes')}" if times else "no run is known"
    news = f"no run for {_hours(now - max(times)) if times else _hours(longest)} h"
    return Alert.about("no-run", environment, news, f"{last}; runs write to {directory}")


def _times_of_runs(environment: str, directory: Path) -> list[datetime]:
    """Return when runs of an environment ended, and when those began that only the history knows."""
    ended = [run.ended_at for run in read_last_runs(directory) if run.environment == environment]
    history = [run for run in read_history(directory / HISTORY) if run.environment == environment]
    return [*ended, *(datetime.fromisoformat(run.started_at).astimezone(UTC) for run in history)]


def _counts(summary: dict[str, Any]) -> str:
    shown = ("passed", "failed", "blocked", "skipped")
    return ", ".join(f"{summary[name]} {name}" for name in shown if summary[name] or name == "failed")


def _selection(run: LastRun) -> str:
    return f"Tests: {run.selection}"


def _causes(causes: Sequence[dict[str, Any]], directory: Path) -> list[str]:
    unknown = [cause for cause in causes if cause["known_issue"] is None]
    lines = [
        f"{cause['title']} ({len(cause['failed'])} failed, {len(cause['blocked'])} blocked)"
        for cause in unknown[:_SHOWN_CAUSES]
    ]
    more = len(unknown) - len(lines)
    return [*lines, *([f"and {more} more, in {directory / SUMMARY_PAGE}"] if more > 0 else [])]


def _hours(duration: timedelta) -> int:
    return round(duration / timedelta(hours=1))
