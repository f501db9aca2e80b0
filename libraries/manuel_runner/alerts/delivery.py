"""Send alerts to the channels that want them."""

import sys
from collections.abc import Iterable

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.channels import sender
from manuel_runner.alerts.errors import DeliveryError
from manuel_runner.alerts.retries import with_retries
from ManuelEnvironment.alert_settings import Channel
from ManuelEnvironment.settings import Settings
from secret_masking import mask


def deliver(alerts: Iterable[Alert], settings: Settings) -> bool:
    """Send each alert by each channel that is for its event, and print a line for each that did not arrive.

    Returns:
        Whether all arrived.
    """
    wanted = [
        (alert, channel) for alert in alerts for channel in settings.alerts if alert.event in channel.when
    ]
    problems = [problem for alert, channel in wanted if (problem := _problem(alert, channel, settings))]
    for problem in problems:
        print(f"manuel-tests: {mask(problem)}", file=sys.stderr)
    return not problems


def _problem(alert: Alert, channel: Channel, settings: Settings) -> str | None:
    send = sender(channel, settings)
    try:
        with_retries(lambda: send(alert))
    except DeliveryError as error:
        return f"no alert reached {channel.to}: {error}"
    return None
