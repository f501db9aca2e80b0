"""The channels by which an alert can be sent: each takes an alert, and raises `DeliveryError` if it does not arrive."""

from collections.abc import Callable

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.email import send_email
from manuel_runner.alerts.topic import publish
from manuel_runner.alerts.webhook import post
from ManuelEnvironment.alert_settings import Channel, EmailChannel, TopicChannel, WebhookChannel
from ManuelEnvironment.settings import Settings

Send = Callable[[Alert], None]


def sender(channel: Channel, settings: Settings) -> Send:
    """Return the function that sends an alert by a channel."""
    match channel:
        case WebhookChannel():
            return lambda alert: post(alert, channel)
        case TopicChannel():
            return lambda alert: publish(alert, channel, settings)
        case EmailChannel():
            return lambda alert: send_email(alert, channel)
