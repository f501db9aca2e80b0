"""What a rule passes to its target: the event, a part of it, a constant, or a template with values of the event.

Amazon EventBridge User Guide, "Amazon EventBridge input transformation".
"""

import json
import re
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(r'\\["\\]|(?P<quote>")|<(?P<name>[\w.-]+)>')
"""A character that is escaped, the beginning or end of a string, or a placeholder."""
STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]")
INGESTION_TIME, RULE_ARN, RULE_NAME, EVENT, EVENT_JSON = (
    "aws.events.event.ingestion-time",
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event",
    "aws.events.event.json",
)
_MISSING = object()


def target_input(target: Mapping[str, Any], event: Mapping[str, Any], *, rule_arn: str) -> str:
    """Return what a target gets for an event.

    Args:
        target: The target, with `Input`, `InputPath`, `InputTransformer` or none of them.
        event: The event.
        rule_arn: The ARN of the rule.
    """
    if target.get("Input") is not None:
        return str(target["Input"])
    if target.get("InputPath"):
        found = value_at(target["InputPath"], event)
        return json.dumps(None if found is _MISSING else found)
    if target.get("InputTransformer"):
        return _transformed(target["InputTransformer"], event, rule_arn)
    return json.dumps(event)


def value_at(path: str, event: Any) -> Any:
    """Return the value at a path such as `$.detail.items[0].id`."""
    found = event
    for name, index, quoted in STEP.findall(path):
        if index:
            held = found if isinstance(found, list) else []
            found = held[int(index)] if int(index) < len(held) else _MISSING
        else:
            found = found.get(name or quoted, _MISSING) if isinstance(found, Mapping) else _MISSING
    return found


def _transformed(transformer: Mapping[str, Any], event: Mapping[str, Any], rule_arn: str) -> str:
    paths = transformer.get("InputPathsMap") or {}
    values = {name: value_at(path, event) for name, path in paths.items()} | {
        RULE_ARN: rule_arn,
        RULE_NAME: rule_arn.rpartition("/")[2],
        INGESTION_TIME: event.get("time", ""),
        EVENT: {name: value for name, value in event.items() if name != "detail"},
        EVENT_JSON: event,
    }
    return _filled(transformer["InputTemplate"], values)


def _filled(template: str, values: Mapping[str, Any]) -> str:
    """Replace placeholders: within a string by the text of a value, elsewhere by its JSON."""
    is_in_string = False

    def replacement(found: re.Match[str]) -> str:
        nonlocal is_in_string
        if found["quote"]:
            is_in_string = not is_in_string
        if found["name"] not in values:
            return found[0]
        value = "" if values[found["name"]] is _MISSING else values[found["name"]]
        return _escape_in_string(value) if is_in_string else json.dumps(value)

    return TOKEN.sub(replacement, template)


def _escape_in_string(value: Any) -> str:
    return json.dumps(value if isinstance(value, str) else json.dumps(value))[1:-1]
