"""What the settings of alerts allow, and that what they refuse is never shown if it may be secret."""

import json
from typing import Any

import pytest
import yaml

from manuel_runner.alerts.alert import Alert
from ManuelEnvironment.alert_settings import CHANNELS
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import require_exact_types, validate
from support.documents import REPOSITORY, Document

DEPLOYED = {"environment": "staging", "api_base_url": "https://api.example.com"}
EMAIL = {
    "to": "email",
    "host": "smtp.example.com",
    "sender": "ci@example.com",
    "recipients": ["us@example.com"],
}
TOPIC = {"to": "sns", "topic_arn": "arn:aws:sns:eu-west-1:123456789012:manuel-alerts"}
SECRET_URL = "https://hooks.example.com/services/T0WORK/B0CHAT/wbhk-secret"


def refusal(*alerts: Any, environment: dict[str, Any] = DEPLOYED) -> str:
    with pytest.raises(ConfigurationError) as refused:
        validate({**environment, "alerts": [*alerts]}, source="mine.yaml")
    return str(refused.value)


def test_each_kind_of_channel_is_valid() -> None:
    alerts = [
        {"to": "slack"},
        {"to": "teams", "url_from": "TEAMS_WEBHOOK_URL", "when": ["failed", "recovered"]},
        {"to": "webhook"},
        TOPIC,
        {**EMAIL, "port": 465, "security": "tls", "user": "ci", "password_from": "MAIL_PASSWORD"},
    ]
    require_exact_types({**DEPLOYED, "alerts": alerts}, source="mine.yaml")
    assert [
        channel.to for channel in validate({**DEPLOYED, "alerts": alerts}, source="mine.yaml").alerts
    ] == [
        "slack",
        "teams",
        "webhook",
        "sns",
        "email",
    ]


def test_the_examples_of_the_chapter_are_right() -> None:
    chapter = Document(REPOSITORY / "docs" / "alerts.md")
    (example,) = chapter.code_blocks("yaml")
    settings = {**DEPLOYED, **yaml.safe_load(example)}
    require_exact_types(settings, source="docs/alerts.md")
    assert {channel.to for channel in validate(settings, source="docs/alerts.md").alerts} == set(CHANNELS)
    (sent,) = chapter.code_blocks("json")
    assert json.loads(sent).keys() == Alert.about("failed", "staging", "1 failed").to_json().keys()


@pytest.mark.parametrize(
    ("alert", "said"),
    [
        ({"to": "slak"}, "`to`, which is slack, teams, webhook, sns or email, not 'slak'"),
        ({"to": "slack", "when": ["fails"]}, "alerts.0.slack.when.0 is 'fails'"),
        ({"to": "slack", "when": []}, "at least 1 item"),
        ({**EMAIL, "hosts": "smtp.example.com"}, "unknown key 'alerts.0.email.hosts'"),
        ({**EMAIL, "recipients": ["us"]}, "alerts.0.email.recipients.0 is 'us'"),
        ({**EMAIL, "security": "none"}, "'smtp.example.com' is another machine: use starttls or tls"),
        ({"to": "sns", "topic_arn": "manuel-alerts"}, "alerts.0.sns.topic_arn is 'manuel-alerts'"),
    ],
)
def test_a_wrong_channel_is_refused_with_what_is_wrong(alert: dict[str, Any], said: str) -> None:
    assert said in refusal(alert)


@pytest.mark.parametrize(
    "alert",
    [
        SECRET_URL,
        {"to": "slack", "url_from": SECRET_URL},
        {"to": "slack", "url": SECRET_URL},
        {"slack": SECRET_URL},
        {**EMAIL, "user": "ci", "password_from": "wbhk-secret-1"},
        {**EMAIL, "user": "ci", "password": "wbhk-secret-1"},
    ],
)
def test_a_secret_in_the_settings_is_refused_and_not_shown(alert: Any) -> None:
    said = refusal(alert)
    assert "wbhk" not in said
    assert "T0WORK" not in said


def test_a_secret_is_in_a_variable_that_is_masked() -> None:
    assert "such as MANUEL_SMTP_PASSWORD" in refusal({**EMAIL, "password_from": "MAIL_SERVER"})
    assert "such as MANUEL_ALERT_WEBHOOK" in refusal({"to": "slack", "url_from": "SLACK_URL"})


def test_local_never_connects_to_aws() -> None:
    local = {"environment": "local"}
    assert "none of its alerts can go to sns" in refusal(TOPIC, environment=local)
    assert validate({**local, "alerts": [{"to": "slack"}]}, source="mine.yaml").alerts
