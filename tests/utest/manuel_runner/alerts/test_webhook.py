"""Webhooks: the three forms, what is tried again, and that the URL is never shown."""

from typing import Any

import pytest

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.delivery import deliver
from ManuelEnvironment.settings import Settings, validate


def settings(to: str, **options: Any) -> Settings:
    values = {"environment": "staging", "api_base_url": "https://api.example.com"}
    return validate({**values, "alerts": [{"to": to, **options}]}, source="mine.yaml")


@pytest.fixture(autouse=True)
def _url(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANUEL_ALERT_WEBHOOK", receiver.url)


def test_slack_gets_a_text_in_its_own_markup(receiver: Any, alert: Alert) -> None:
    assert deliver([alert], settings("slack"))
    (message,) = receiver.received
    assert message == {
        "text": "*Manuel on staging: 3 failed &amp; 1 &lt;blocked&gt;*\n"
        "Tests: all tests\nPOST /api/query: expected 200, got 500 (3 failed, 1 blocked)\nhttps://ci.example.com/7/"
    }


def test_teams_gets_an_adaptive_card(receiver: Any, alert: Alert) -> None:
    assert deliver([alert], settings("teams"))
    (message,) = receiver.received
    (attachment,) = message["attachments"]
    card = attachment["content"]
    assert (message["type"], card["type"]) == ("message", "AdaptiveCard")
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert [block["text"] for block in card["body"]] == [alert.title, *alert.lines]
    assert card["actions"] == [
        {"type": "Action.OpenUrl", "title": "The run", "url": "https://ci.example.com/7/"}
    ]


def test_any_other_webhook_gets_plain_json(receiver: Any, alert: Alert) -> None:
    assert deliver([alert], settings("webhook"))
    assert receiver.received == [
        {
            "event": "failed",
            "environment": "staging",
            "title": alert.title,
            "lines": [*alert.lines],
            "link": alert.link,
        }
    ]


def test_a_channel_gets_only_what_it_wants(receiver: Any, alert: Alert) -> None:
    assert deliver([alert], settings("slack", when=["recovered", "slower", "no-run"]))
    assert receiver.received == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_go_well_the_next_time_is_tried_again(receiver: Any, alert: Alert, status: int) -> None:
    receiver.statuses = [status, status, 200]
    assert deliver([alert], settings("slack"))
    assert len(receiver.received) == 3


@pytest.mark.parametrize(("status", "attempts"), [(503, 3), (404, 1), (302, 1)])
def test_an_alert_that_is_not_taken_is_a_line_without_the_url(
    receiver: Any, alert: Alert, capsys: pytest.CaptureFixture[str], status: int, attempts: int
) -> None:
    receiver.statuses = [status]
    assert not deliver([alert], settings("slack"))
    assert len(receiver.received) == attempts
    assert capsys.readouterr().err == (
        f"manuel-tests: no alert reached slack: the webhook answered with status {status}\n"
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/services/wbhk-secret", "the webhook could not be connected to"),
        ("http://hooks.example.com/wbhk-secret", "the URL in MANUEL_ALERT_WEBHOOK must begin with https://"),
        ("ftp://127.0.0.1/wbhk-secret", "the URL in MANUEL_ALERT_WEBHOOK must begin with https://"),
        ("https://", "the webhook cannot be used (InvalidURL)"),
        ("", "the environment variable MANUEL_ALERT_WEBHOOK is not set"),
    ],
)
def test_a_url_that_cannot_be_used_is_a_line_without_the_url(
    alert: Alert, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, said: str
) -> None:
    monkeypatch.setenv("MANUEL_ALERT_WEBHOOK", url)
    assert not deliver([alert], settings("slack"))
    assert capsys.readouterr().err == f"manuel-tests: no alert reached slack: {said}\n"


def test_one_channel_that_fails_does_not_keep_others_from_being_told(
    receiver: Any, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OTHER_WEBHOOK", raising=False)
    values = {"environment": "staging", "api_base_url": "https://api.example.com"}
    channels = [{"to": "teams", "url_from": "OTHER_WEBHOOK"}, {"to": "slack"}]
    assert not deliver([alert], validate({**values, "alerts": channels}, source="mine.yaml"))
    assert len(receiver.received) == 1
