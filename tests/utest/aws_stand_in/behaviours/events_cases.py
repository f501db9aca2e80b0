"""Cases of EventBridge: what one request is answered, with a rule `rule` on the default bus of the account `{account}`."""

import json
from typing import Any

from behaviours import Case

API = "Amazon EventBridge API Reference, "
GUIDE = "Amazon EventBridge User Guide, "
VALIDATED = "LocalStack 4.14.0, whose behaviour is validated against AWS, services/events/"
NO_RULE = "ResourceNotFoundException", "Rule none does not exist on EventBus default."
QUEUE = "arn:aws:sqs:eu-west-1:000000000000:queue"
EVENT = {"id": "1", "source": "shop", "detail-type": "order", "account": "1", "time": "2026-01-01T00:00:00Z", "region": "r", "resources": [], "detail": {"total": 7}}  # fmt: skip


def rule(**parameters: Any) -> dict[str, Any]:
    return {"Name": "a", **parameters}


def targets(*several: dict[str, Any]) -> dict[str, Any]:
    return {
        "Rule": "rule",
        "Targets": [{"Id": str(number), "Arn": QUEUE, **one} for number, one in enumerate(several)],
    }


def entries(*several: dict[str, Any]) -> dict[str, Any]:
    return {"Entries": [{"Source": "shop", "DetailType": "order", "Detail": "{}", **one} for one in several]}


def failed(code: str, message: str) -> dict[str, Any]:
    return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": code, "ErrorMessage": message}]}


def pattern(**parts: Any) -> dict[str, Any]:
    return {"EventPattern": json.dumps(parts), "Event": json.dumps(EVENT)}


def wrong_pattern(reason: str) -> tuple[str, str]:
    return "InvalidEventPatternException", f"Event pattern is not valid. Reason: {reason}"


def invalid(message: str) -> tuple[str, str]:
    return "ValidationException", message


CREATED = {"RuleArn": "arn:aws:events:eu-west-1:{account}:rule/a"}
TAKEN: dict[str, Any] = {"FailedEntryCount": 0, "FailedEntries": []}
SENT: dict[str, Any] = {"FailedEntryCount": 0, "Entries": [{}]}
STATUSES = dict.fromkeys(
    (
        *("InvalidEventPatternException", "LimitExceededException"),
        *("ResourceNotFoundException", "ValidationException"),
    ),
    400,
)
"""The HTTP status of each code."""

CASES = [
    Case("a pattern is JSON", API + "PutRule", "put_rule", rule(EventPattern="{"), wrong_pattern("Invalid JSON")),
    Case("operators are known", VALIDATED + "event_rule_engine.py", "put_rule", rule(EventPattern='{"source": [{"like": "x"}]}'), wrong_pattern("Unrecognized match type like")),
    Case("a part of a pattern is a list", VALIDATED + "event_rule_engine.py", "put_rule", rule(EventPattern='{"source": "x"}'), wrong_pattern('"source" must be an object or an array')),
    Case("a prefix is text", VALIDATED + "event_rule_engine.py", "put_rule", rule(EventPattern='{"source": [{"prefix": 1}]}'), wrong_pattern("prefix match pattern must be a string")),
    Case("a prefix can be in any case", GUIDE + "Comparison operators for use in event patterns", "put_rule", rule(EventPattern='{"source": [{"prefix": {"equals-ignore-case": "x"}}]}'), CREATED),
    Case("what is not wanted can be several", GUIDE + "Comparison operators for use in event patterns", "put_rule", rule(EventPattern='{"source": [{"anything-but": {"wildcard": ["a*", "b*"]}}]}'), CREATED),
    Case("a rule that is not there has no description", VALIDATED + "provider.py", "describe_rule", {"Name": "none"}, NO_RULE),
    Case("a rule that is not there is not enabled", VALIDATED + "provider.py", "enable_rule", {"Name": "none"}, NO_RULE),
    Case("a rule that is not there is not disabled", VALIDATED + "provider.py", "disable_rule", {"Name": "none"}, NO_RULE),
    Case("a rule that is not there has no targets", VALIDATED + "provider.py", "list_targets_by_rule", {"Rule": "none"}, NO_RULE),
    Case("a rule that is there can be disabled", API + "DisableRule", "disable_rule", {"Name": "rule"}, {}),
    Case("targets that are not there are not removed", VALIDATED + "rule.py", "remove_targets", {"Rule": "rule", "Ids": ["none"]},
         {"FailedEntryCount": 1, "FailedEntries": [{"TargetId": "none", "ErrorCode": "ResourceNotFoundException", "ErrorMessage": "Rule 'rule' does not have a target with the Id 'none'."}]}),
    Case("targets are removed from a rule that there is", VALIDATED + "provider.py", "remove_targets", {"Rule": "none", "Ids": ["none"]}, NO_RULE),
    Case("a statement to remove is named", VALIDATED + "provider.py", "remove_permission", {}, invalid("Parameter StatementId is required.")),
    Case("a statement to remove must exist", VALIDATED + "event_bus.py", "remove_permission", {"StatementId": "none"},
         ("ResourceNotFoundException", "Statement with the provided id does not exist.")),
    Case("all statements can be removed", API + "RemovePermission", "remove_permission", {"RemoveAllPermissions": True}, {}),
    Case("an event to a bus that is not there is lost", VALIDATED + "provider.py", "put_events", entries({"EventBusName": "none"}), SENT),
    Case("an event to test has its members", VALIDATED + "provider.py", "test_event_pattern", {"EventPattern": '{"source": ["shop"]}', "Event": '{"source": "shop"}'},
         invalid("Parameter Event is not valid.")),
    Case("a pattern is of operators and values", GUIDE + "Comparison operators for use in event patterns", "put_rule", rule(EventPattern='{"source": ["shop", {"prefix": "x"}]}'),
         CREATED),
    Case("a rule has a pattern or a schedule", API + "PutRule", "put_rule", rule(), invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.")),
    Case("a schedule is an expression", API + "PutRule", "put_rule", rule(ScheduleExpression="every day"), invalid("Parameter ScheduleExpression is not valid.")),
    Case("one minute is not several", GUIDE + "Setting a schedule pattern for scheduled rules", "put_rule", rule(ScheduleExpression="rate(1 minutes)"),
         invalid("Parameter ScheduleExpression is not valid.")),
    Case("one minute is a rate", GUIDE + "Setting a schedule pattern for scheduled rules", "put_rule", rule(ScheduleExpression="rate(1 minute)"),
         CREATED),
    Case("several minutes are a rate", GUIDE + "Setting a schedule pattern for scheduled rules", "put_rule", rule(ScheduleExpression="rate(5 minutes)"),
         CREATED),
    Case("a schedule can be a cron expression", GUIDE + "Setting a schedule pattern for scheduled rules", "put_rule", rule(ScheduleExpression="cron(0 12 * * ? *)"),
         CREATED),
    Case("a cron expression has six fields", GUIDE + "Setting a schedule pattern for scheduled rules", "put_rule", rule(ScheduleExpression="cron(0 12 * * *)"),
         invalid("Parameter ScheduleExpression is not valid.")),
    Case("a rule has five targets at most", GUIDE + "Amazon EventBridge quotas", "put_targets", targets(*[{}] * 6),
         ("LimitExceededException", "The requested resource exceeds the maximum number allowed.")),
    Case("a rule has up to five targets", GUIDE + "Amazon EventBridge quotas", "put_targets", targets(*[{}] * 5),
         TAKEN),
    Case("a target has one input", API + "Target", "put_targets", targets({"Input": "{}", "InputPath": "$.a"}),
         invalid("Only one of Input, InputPath, InputTransformer must be provided for target 0.")),
    Case("a constant input is JSON", API + "Target", "put_targets", targets({"Input": "x"}), invalid("JSON syntax error in input for target 0")),
    Case("a constant input is any JSON", API + "Target", "put_targets", targets({"Input": '"x"'}),
         TAKEN),
    Case("targets are of a rule that there is", API + "PutTargets", "put_targets", {**targets({}), "Rule": "none"},
         ("ResourceNotFoundException", "Rule none does not exist on EventBus default.")),
    Case("an event has a source, a type and a detail", API + "PutEventsRequestEntry", "put_events", entries({}),
         SENT),
    Case("a detail is an object", API + "PutEventsRequestEntry", "put_events", entries({"Detail": "[]"}), failed("MalformedDetail", "Detail is malformed.")),
    Case("a detail is JSON", API + "PutEventsRequestEntry", "put_events", entries({"Detail": "x"}), failed("MalformedDetail", "Detail is malformed.")),
    Case("an event has a source", API + "PutEventsResultEntry", "put_events", entries({"Source": ""}),
         failed("InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.")),
    Case("AWS's sources are AWS's", API + "PutEventsResultEntry", "put_events", entries({"Source": "aws.s3"}),
         failed("NotAuthorizedForSourceException", "Not authorized for the source aws.s3.")),
    Case("events have 1 MiB at most", GUIDE + "Calculating PutEvents event entry size", "put_events", entries({"Detail": json.dumps({"a": "x" * 1_048_576})}),
         invalid("Total size of the entries in the request is over the limit.")),
    Case("events have up to 1 MiB", GUIDE + "Calculating PutEvents event entry size", "put_events", entries({"Detail": json.dumps({"a": "x" * 1_048_557})}),
         SENT),
    Case("a pattern matches", API + "TestEventPattern", "test_event_pattern", pattern(source=["shop"], detail={"total": [{"numeric": [">", 5]}]}), {"Result": True}),
    Case("a pattern does not match", API + "TestEventPattern", "test_event_pattern", pattern(source=["shop"], detail={"total": [{"numeric": [">", 7]}]}), {"Result": False}),
    Case("a pattern to test is one", API + "TestEventPattern", "test_event_pattern", {"EventPattern": "{", "Event": json.dumps(EVENT)}, wrong_pattern("Invalid JSON")),
]  # fmt: skip
