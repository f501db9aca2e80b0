"""Alerts that are sent by hand, after a run by other means than `manuel-tests run`, or by cron."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.delivery import deliver
from manuel_runner.alerts.events import (
    alert_about_broken_run,
    alert_if_none_ran,
    alerts_about_results,
    count_unaccepted,
    read_run,
)
from manuel_runner.alerts.last_runs import LastRun
from manuel_runner.selection import Selection, shards_in, whole_run_of
from ManuelEnvironment.configuration import LOCAL, PASSWORD_KEY, read_config, read_environment
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings, validate
from ManuelEnvironment.variable_files import require_valid_file

NO_RECIPIENTS = "the settings name no recipients; see docs/alerts.md"


@dataclass(frozen=True)
class Remarks:
    """What is known of a run besides its results, such as to the CI pipeline that it was a part of.

    Attributes:
        tests: What to call its tests; by default what the results call them.
        problem: What went wrong; empty if nothing did.
    """

    tests: str | None = None
    problem: str = ""


def send_trial(config: Path | None, environment: str | None) -> int:
    """Send an alert that says that it is a trial, by every channel, whichever events it is for.

    Returns:
        0 if it arrived everywhere, else 1.
    """
    settings = _settings_with_alerts(config, environment or LOCAL)
    channels = [channel.model_copy(update={"when": ["failed"]}) for channel in settings.alerts]
    trial = Alert.about("failed", settings.environment, "a trial", "Nothing has happened.")
    return _send([trial], settings.model_copy(update={"alerts": channels}))


def send_alert_if_no_run(
    config: Path | None, environment: str | None, directory: Path, longest: timedelta
) -> int:
    """Send an alert if there was no run of an environment for so long.

    Returns:
        0 if there was one, else 1.
    """
    settings = _settings_with_alerts(config, environment or LOCAL)
    alert = alert_if_none_ran(settings.environment, directory, longest, now=datetime.now(UTC))
    if alert is None:
        return 0
    print(f"manuel-tests: {alert.title}: {alert.text}")
    _send([alert], settings)
    return 1


def send_alerts_about_results(
    config: Path | None, environment: str | None, directory: Path, remarks: Remarks
) -> int:
    """Send the alerts about the run whose results are in a folder, or should be.

    Returns:
        0 if they arrived everywhere, else 1.

    Raises:
        ConfigurationError: There are no results, and nothing says which environment was to be tested.
    """
    results = read_run(directory)
    if results is None and config is None and environment is None:
        raise ConfigurationError(
            f"{directory} has no results.json: run tests first, or name the --environment of the run that broke"
        )
    tested = results["run"]["environment"] if results else LOCAL
    settings = _settings(config, environment or tested)
    if not settings.alerts:
        print(f"No alert was sent: {NO_RECIPIENTS}")
        return 0
    if results is None:
        return _send([_alert_about_nothing(settings.environment, directory, remarks)], settings)
    return _send(_alerts(settings.environment, results, directory, remarks), settings)


def _alert_about_nothing(environment: str, directory: Path, remarks: Remarks) -> Alert:
    run = LastRun(
        environment, remarks.tests or Selection().describe(), passed=False, ended_at=datetime.now(UTC)
    )
    return alert_about_broken_run(run, remarks.problem or f"there are no results in {directory}", directory)


def _alerts(environment: str, results: dict[str, Any], directory: Path, remarks: Remarks) -> Iterable[Alert]:
    selection = results["run"]["selection"]
    problems = [*_problems_of_shards(selection), *filter(None, [remarks.problem])]
    run = LastRun(
        environment,
        remarks.tests or whole_run_of(selection),
        passed=not problems and not count_unaccepted(results),
        ended_at=datetime.now(UTC),
    )
    return alerts_about_results(run, results, directory, problems)


def _problems_of_shards(selection: str) -> Iterable[str]:
    if shards := shards_in(selection):
        yield f"not a whole run, but these shards: {', '.join(shards)}"


def _send(alerts: Iterable[Alert], settings: Settings) -> int:
    return 0 if deliver(alerts, settings) else 1


def _settings(config: Path | None, environment: str) -> Settings:
    values = read_config(config, environment) if config else read_environment(environment)
    source = str(config or f"variables/{environment}.yaml")
    require_valid_file(values, source)
    return validate({key: values[key] for key in values if key != PASSWORD_KEY}, source=source)


def _settings_with_alerts(config: Path | None, environment: str) -> Settings:
    settings = _settings(config, environment)
    if not settings.alerts:
        raise ConfigurationError(NO_RECIPIENTS)
    return settings
