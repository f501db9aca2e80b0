"""Post an alert to a webhook, in the form that Slack or Teams reads, or as plain JSON."""

import html
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.errors import DeliveryError, TemporaryDeliveryError
from manuel_runner.alerts.secrets import secret_from
from ManuelEnvironment.alert_settings import WebhookChannel
from request_gate.hosts import host_of, is_loopback

TIMEOUT_SECONDS = 10.0
_TAKEN = range(200, 300)
_BROKEN = range(500, 600)


def post(alert: Alert, channel: WebhookChannel) -> None:
    """Post an alert.

    The messages never contain the URL, and not those of the HTTP client either, which do.

    Raises:
        DeliveryError: The URL is missing or unusable, or did not take the alert.
        TemporaryDeliveryError: It could not be reached, is overloaded or is broken.
    """
    import requests

    url = _safe_url(channel)
    try:
        answer = requests.post(
            url, json=FORMS[channel.to](alert), timeout=TIMEOUT_SECONDS, allow_redirects=False
        )
    except requests.Timeout:
        raise TemporaryDeliveryError(f"the webhook did not answer within {TIMEOUT_SECONDS:g} s") from None
    except requests.ConnectionError:
        raise TemporaryDeliveryError("the webhook could not be connected to") from None
    except requests.RequestException as error:
        raise DeliveryError(f"the webhook cannot be used ({type(error).__name__})") from None
    _require_taken(answer.status_code)


def _safe_url(channel: WebhookChannel) -> str:
    url = secret_from(channel.url_from)
    if not url.startswith("https://") and not (url.startswith("http://") and is_loopback(host_of(url))):
        raise DeliveryError(f"the URL in {channel.url_from} must begin with https://")
    return url


def _require_taken(status: int) -> None:
    if status in _TAKEN:
        return
    is_temporary = status == HTTPStatus.TOO_MANY_REQUESTS or status in _BROKEN
    error = TemporaryDeliveryError if is_temporary else DeliveryError
    raise error(f"the webhook answered with status {status}")


def slack_message(alert: Alert) -> dict[str, Any]:
    """Return the alert for an incoming webhook of Slack."""
    title, text = (html.escape(part, quote=False) for part in (alert.title, alert.text))
    return {"text": f"*{title}*\n{text}"}


def teams_message(alert: Alert) -> dict[str, Any]:
    """Return the alert for a workflow of Teams that posts adaptive cards."""
    title = {"type": "TextBlock", "text": alert.title, "weight": "Bolder", "size": "Medium", "wrap": True}
    lines = [{"type": "TextBlock", "text": line, "wrap": True} for line in alert.lines]
    actions = [{"type": "Action.OpenUrl", "title": "The run", "url": alert.link}] if alert.link else []
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [title, *lines],
        "actions": actions,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


FORMS: dict[str, Callable[[Alert], dict[str, Any]]] = {
    "slack": slack_message,
    "teams": teams_message,
    "webhook": Alert.to_json,
}
