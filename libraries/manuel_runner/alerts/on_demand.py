"""Alerts that are sent by hand, after a run by other means than `manuel-tests run`, or by cron."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.delivery import deliver
from manuel_runner.alerts.events import alert_if_none_ran, alerts_about_results, read_run
from manuel_runner.alerts.last_runs import LastRun
from ManuelEnvironment.configuration import LOCAL, PASSWORD_KEY, read_config, read_environment
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings, validate
from ManuelEnvironment.variable_files import require_valid_file

NOBODY = "the settings have no alerts, which name whom to tell; see docs/alerts.md"


def send_trial(config: Path | None, environment: str | None) -> int:
    """Send an alert that says that it is a trial, by every channel, whatever it is told about.

    Returns:
        0 if it arrived everywhere, else 1.
    """
    settings = _settings_with_alerts(config, environment or LOCAL)
    channels = [channel.model_copy(update={"when": ["failed"]}) for channel in settings.alerts]
    trial = Alert.about("failed", settings.environment, "a trial", "Nothing has happened.")
    return _send([trial], settings.model_copy(update={"alerts": channels}))


def tell_if_none_ran(
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


def tell_about_results(config: Path | None, environment: str | None, directory: Path) -> int:
    """Send the alerts about the run whose results are in a folder.

    Returns:
        0 if they arrived everywhere, else 1.

    Raises:
        ConfigurationError: There are no results.
    """
    results = read_run(directory)
    if results is None:
        raise ConfigurationError(
            f"{directory} has no results.json: run tests first, or `manuel-tests report`"
        )
    settings = _settings(config, environment or results["run"]["environment"])
    if not settings.alerts:
        print(f"No alert was sent: {NOBODY}")
        return 0
    blocked = sum(len(cause["blocked"]) for cause in results["causes"] if cause["known_issue"] is None)
    passed = not results["summary"]["failed"] and not blocked
    run = LastRun(settings.environment, results["run"]["selection"], passed, datetime.now(UTC))
    return _send(alerts_about_results(run, results, directory), settings)


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
        raise ConfigurationError(NOBODY)
    return settings
