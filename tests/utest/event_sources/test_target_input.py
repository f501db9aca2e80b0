"""What targets of a rule get."""

import json
from typing import Any

import pytest

from event_sources.target_input import target_input

EVENT = {
    "version": "0",
    "id": "e1",
    "time": "2026-11-20T13:00:00Z",
    "detail": {"state": "Running", "items": [{"id": 7}], "quoted": 'say "hi"'},
}
ARN = "arn:aws:events:eu-central-1:123456789012:rule/watch"


@pytest.mark.parametrize(
    ("target", "given"),
    [
        ({}, EVENT),
        ({"Input": '{"a": 1}'}, {"a": 1}),
        ({"InputPath": "$.detail"}, EVENT["detail"]),
        ({"InputPath": "$.detail.items[0].id"}, 7),
        ({"InputPath": "$.missing"}, None),
    ],
)
def test_event_part_or_constant(target: dict[str, Any], given: Any) -> None:
    assert json.loads(target_input(target, EVENT, rule_arn=ARN)) == given


@pytest.mark.parametrize(
    ("template", "given"),
    [
        ('"The state is <state>"', '"The state is Running"'),
        ('{"state": <state>, "items": <items>}', '{"state": "Running", "items": [{"id": 7}]}'),
        ('{"text": "<quoted> of <items>"}', json.dumps({"text": 'say "hi" of [{"id": 7}]'})),
        ('{"missing": <absent>}', '{"missing": ""}'),
        (
            '{"rule": "<aws.events.rule-name>", "arn": <aws.events.rule-arn>}',
            f'{{"rule": "watch", "arn": "{ARN}"}}',
        ),
        ('{"all": <aws.events.event.json>}', json.dumps({"all": EVENT})),
        ('{"unknown": "<other>"}', '{"unknown": "<other>"}'),
        (r'"the state \"<state>\" is new"', r'"the state \"Running\" is new"'),
        (r'{"size": "3\" <state>", "items": <items>}', r'{"size": "3\" Running", "items": [{"id": 7}]}'),
        (r'{"path": "c:\\", "state": <state>}', r'{"path": "c:\\", "state": "Running"}'),
    ],
)
def test_a_template_is_filled_with_the_event(template: str, given: str) -> None:
    paths = {
        "state": "$.detail.state",
        "items": "$.detail.items",
        "quoted": "$.detail.quoted",
        "absent": "$.detail.absent",
    }
    target = {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}}

    assert target_input(target, EVENT, rule_arn=ARN) == given
