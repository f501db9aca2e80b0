"""Run tests, and send alerts about the outcome."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.delivery import deliver
from manuel_runner.alerts.events import alert_about_broken_run, alerts_about_results, read_run
from manuel_runner.alerts.last_runs import LastRun
from ManuelEnvironment.errors import one_line
from ManuelEnvironment.exit_status import ExitStatus
from ManuelEnvironment.settings import Settings
from secret_masking import mask


def run_with_alerts(execute: Callable[[], int], settings: Settings, directory: Path, selection: str) -> int:
    """Execute a run, and send the alerts about it. They change neither its exit status nor the exception that ends it.

    Args:
        execute: Executes the run, and returns its exit status.
        settings: The environment's, with its `alerts`.
        directory: The results folder.
        selection: Which tests are to run.
    """
    if not settings.alerts:
        return execute()

    def ended(*, passed: bool) -> LastRun:
        return LastRun(settings.environment, selection, passed, datetime.now(UTC))

    try:
        status = execute()
    except Exception as error:
        problem = str(error)
        _tell(lambda: [alert_about_broken_run(ended(passed=False), problem, directory)], settings)
        raise
    if status != ExitStatus.INTERRUPTED:
        _tell(lambda: _alerts(ended(passed=status == 0), status, directory), settings)
    return status


def _alerts(run: LastRun, status: int, directory: Path) -> Iterable[Alert]:
    results = read_run(directory)
    if results is None:
        return [alert_about_broken_run(run, f"it ended with status {status}", directory)]
    return alerts_about_results(run, results, directory)


def _tell(find: Callable[[], Iterable[Alert]], settings: Settings) -> None:
    """Send the alerts; a failure is only printed, because the run's own outcome counts."""
    try:
        deliver(find(), settings)
    except Exception as error:  # the run has ended: alerts must not change its outcome
        print(f"manuel-tests: no alert was sent: {mask(one_line(str(error)))}", file=sys.stderr)
