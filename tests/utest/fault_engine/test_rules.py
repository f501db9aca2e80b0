"""Rules: which are rejected and why, and which requests they match."""

from typing import Any

import pytest

from fault_engine import Call, FaultEngine, RuleError
from fault_engine.rules import matcher, parse_rule


def call(service: str = "dynamodb", operation: str = "GetItem", **facts: Any) -> Call:
    return Call("POST", "/", ((service, operation),), "json", **facts)


def matches(pattern: dict[str, Any], request: Call) -> bool:
    return matcher(parse_rule({"fault": "reset", **pattern}).pattern)(request)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("reset", "rule: expected a mapping of names to values, got 'reset'."),
        ({}, "rule: fault is missing."),
        ({"fault": None}, "rule: fault is missing."),
        ({"fault": "resett"}, "rule: there is no fault 'resett'. Did you mean reset or refused? There are: error, http_error,"),
        ({"name": "slow", "fault": "latency"}, "rule 'slow': delay is missing."),
        ({"fault": "latency", "delai": 1}, "rule: latency has no option 'delai'. Did you mean delay? There are: fault, delay,"),
        ({"fault": "latency", "delay": 1, "servise": "s3"}, "rule: latency has no option 'servise'. Did you mean service?"),
        ({"fault": "reset", "delay": 1}, "rule: reset has no option 'delay'. There are: fault, name,"),
        ({"fault": "reset", "notes": ["x"]}, "rule: reset has no option 'notes'."),
        ({"fault": "reset", 5: 1}, "rule: reset has no option '5'."),
        ({"fault": "truncated", "phase": "before"}, "phase is before; truncated can be injected only after the work is done."),
        ({"fault": "reset", "service": "dynamo"}, "there is no AWS service 'dynamo'. Did you mean dynamodb?"),
        ({"fault": "reset", "service": "dynamodb", "operation": "GetItm"}, "no operation 'GetItm'. Did you mean GetItem"),
        ({"fault": "reset", "service": "nothing-*"}, "there is no AWS service 'nothing-*'."),
        ({"fault": "reset", "service": "sqs", "path": "/api"}, "rule: method and path match requests that are not AWS calls,"),
        ({"fault": "error", "path": "/api", "code": "X"}, "only AWS calls have AWS errors. Use fault http_error"),
        (
            {"fault": "error", "service": "bedrock-runtime", "code": "ModelErrorException", "members": {"modelName": 1}},
            "ModelErrorException has no member 'modelName'.",
        ),
        ({"fault": "stale_read", "service": "dynamodb", "operation": "PutItem"}, "It can to: BatchExecuteStatement"),
        ({"fault": "partial_batch", "service": "sqs", "operation": "SendMessage"}, "It can to: ChangeMessageVisibilityBatch"),
    ],
)  # fmt: skip
def test_invalid_rule_is_rejected_in_one_line(rule: Any, message: str) -> None:
    engine = FaultEngine()
    with pytest.raises(RuleError) as rejected:
        engine.add(rule)

    assert message in str(rejected.value)
    assert "\n" not in str(rejected.value)
    assert engine.rules == []


def test_one_invalid_rule_keeps_the_valid_ones_out() -> None:
    engine = FaultEngine()
    with pytest.raises(RuleError):
        engine.add({"fault": "reset"}, {"fault": "resett"})

    assert engine.rules == []


def test_error_code_that_the_operation_does_not_model_is_allowed_and_noted() -> None:
    rule = {"service": "dynamodb", "operation": "GetItem", "fault": "error"}
    engine = FaultEngine()
    usual, unusual = engine.add(
        {**rule, "code": "InternalServerError"}, {**rule, "code": "InternalServerErr"}
    )

    assert usual["notes"] == []
    assert unusual["notes"] == [
        "InternalServerErr is not among the errors that GetItem models. Did you mean InternalServerError?"
    ]


@pytest.mark.parametrize(
    ("pattern", "request_", "expected"),
    [
        ({}, call(), True),
        ({"service": "dynamodb"}, call(), True),
        ({"service": "dynamodb"}, call("sqs", "SendMessage"), False),
        ({"service": ["sqs", "dynamodb"]}, call(), True),
        ({"service": "sqs, dynamodb"}, call(), True),
        ({"service": "dynamo*"}, call(), True),
        ({"operation": "Get*"}, call(), True),
        ({"operation": "Get*"}, call(operation="PutItem"), False),
        ({"region": "eu-west-1"}, call(region="eu-west-1"), True),
        ({"region": "eu-west-1"}, call(region="us-east-1"), False),
        ({"region": "eu-west-1"}, call(region=None), False),
        ({"region": "eu-west-1, unknown"}, call(region=None), True),
        ({"account": "111111111111"}, call(access_key_id="111111111111"), True),
        ({"account": "111111111111"}, call(access_key_id="222222222222"), False),
        ({"attempt": 1}, call(attempt=1), True),
        ({"attempt": 1}, call(attempt=2), False),
        ({"attempt": "2,3"}, call(attempt=3), True),
        ({}, Call("GET", "/health"), False),
        ({"path": "/health"}, Call("GET", "/health"), True),
        ({"path": "/api/*", "method": "post"}, Call("POST", "/api/query"), True),
        ({"path": "/api/*", "method": "post"}, Call("GET", "/api/query"), False),
        ({"path": "/health"}, call(), False),
    ],
)
def test_pattern_matches_the_requests_it_describes(
    pattern: dict[str, Any], request_: Call, expected: bool
) -> None:
    assert matches(pattern, request_) is expected


def test_rule_matches_any_operation_that_a_request_may_be() -> None:
    twins = Call("POST", "/", (("rds", "DescribeDBInstances"), ("neptune", "DescribeDBInstances")), "query")

    assert matches({"service": "neptune"}, twins)


def test_rules_without_a_name_are_named_by_their_description() -> None:
    engine = FaultEngine()
    names = [
        report["name"]
        for report in engine.add(
            {"service": "sqs", "operation": "SendMessage", "fault": "reset", "phase": "after"},
            {"fault": "latency", "delay": 0.5},
            {"method": "POST", "path": "/api/query", "fault": "hang"},
            {"fault": "latency", "delay": 0.5},
        )
    ]

    assert names == [
        "reset on sqs.SendMessage, after the work is done",
        "latency 0.5 s on any AWS call",
        "hang on POST /api/query",
        "latency 0.5 s on any AWS call (2)",
    ]


def test_name_can_be_used_by_one_active_rule_only() -> None:
    engine = FaultEngine()
    engine.add({"name": "broken", "fault": "reset"})
    with pytest.raises(RuleError, match="A rule 'broken' is already active"):
        engine.add({"name": "broken", "fault": "hang"})
    engine.remove("broken")

    assert engine.add({"name": "broken", "fault": "hang"})[0]["name"] == "broken"


def test_unknown_rule_cannot_be_removed() -> None:
    engine = FaultEngine()
    engine.add({"name": "broken", "fault": "reset"})
    with pytest.raises(RuleError, match=r"There is no rule 'brokn'\. Did you mean broken\?"):
        engine.remove("brokn")
