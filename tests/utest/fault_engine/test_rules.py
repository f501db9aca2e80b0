"""Rules: what is accepted, what is refused in which words, whom they match."""

from typing import Any

import pytest

from fault_engine import Call, FaultEngine, RuleError
from fault_engine.rules import matcher, parse_rule


def call(service: str = "dynamodb", operation: str = "GetItem", **facts: Any) -> Call:
    return Call("POST", "/", ((service, operation),), "json", **facts)


def matches(target: dict[str, Any], request: Call) -> bool:
    return matcher(parse_rule({"fault": "reset", **target}).pattern)(request)


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"fault": "resett"}, "there is no fault 'resett'. Did you mean reset or refused?"),
        ({}, "rule: fault is missing."),
        ("reset", "A rule is a mapping of names to values, not 'reset'."),
        ({"fault": "latency"}, "rule: delay is missing."),
        ({"fault": "latency", "delai": 1}, "'delai' is no option of latency. Did you mean delay"),
        ({"fault": "latency", "delay": "soon"}, "delay is 'soon'; allowed is a duration such as 30, 30s or 250 ms."),
        ({"fault": "latency", "delay": -1}, "delay is -1; allowed is a duration"),
        ({"fault": "reset", "delay": 1}, "'delay' is no option of reset."),
        ({"fault": "reset", "times": 0}, "times is 0; allowed is a whole number from 1."),
        ({"fault": "reset", "times": True}, "times is True; allowed is a whole number from 1."),
        ({"fault": "reset", "probability": 1.5}, "probability is 1.5; allowed is a number from 0 to 1."),
        ({"fault": "reset", "probability": "often"}, "probability is 'often'; allowed is a number from 0 to 1."),
        ({"fault": "reset", "per": "day"}, "per is 'day'; allowed is call or attempt."),
        ({"fault": "reset", "phase": "during"}, "phase is 'during'; allowed is before or after."),
        ({"fault": "reset", "must_hit": "maybe"}, "must_hit is 'maybe'; allowed is true or false."),
        ({"fault": "truncated", "phase": "before"}, "truncated strikes only after the work is done."),
        ({"fault": "reset", "service": "dynamo"}, "there is no AWS service 'dynamo'. Did you mean dynamodb?"),
        ({"fault": "reset", "service": "dynamodb", "operation": "GetItm"}, "no operation 'GetItm'. Did you mean GetItem"),
        ({"fault": "reset", "service": "nothing-*"}, "there is no AWS service 'nothing-*'."),
        ({"fault": "reset", "service": "sqs", "path": "/api"}, "so they can't be combined with service."),
        ({"fault": "error", "path": "/api", "code": "X"}, "only AWS calls have AWS errors. Use fault http_error"),
        (
            {"fault": "error", "service": "bedrock-runtime", "code": "ModelErrorException", "members": {"modelName": 1}},
            "ModelErrorException has no member 'modelName'.",
        ),
        ({"fault": "partial_batch", "service": "sqs", "operation": "SendMessage"}, "It can to: ChangeMessageVisibilityBatch"),
        ({"fault": "wrong_length", "by": 0}, "by is 0; allowed is a whole number from -1000000 to 1000000, but not 0."),
        ({"name": "slow", "fault": "latency", "delay": "x"}, "rule 'slow': delay is 'x'"),
    ],
)  # fmt: skip
def test_bad_rule_is_refused_in_one_line(rule: Any, complaint: str) -> None:
    engine = FaultEngine()
    with pytest.raises(RuleError) as refused:
        engine.add(rule)

    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)
    assert engine.rules == []


def test_one_bad_rule_keeps_the_good_ones_out() -> None:
    engine = FaultEngine()
    with pytest.raises(RuleError):
        engine.add({"fault": "reset"}, {"fault": "resett"})

    assert engine.rules == []


def test_code_that_the_operation_does_not_model_is_allowed_and_noted() -> None:
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
    ("given", "seconds"),
    [(2, 2), (0.5, 0.5), ("2", 2), ("30s", 30), ("250 ms", 0.25), ("2 minutes", 120), ("1h", 3600)],
)
def test_durations(given: Any, seconds: float) -> None:
    assert parse_rule({"fault": "reset", "duration": given}).schedule.duration == seconds


@pytest.mark.parametrize(
    ("target", "request_", "expected"),
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
def test_targets(target: dict[str, Any], request_: Call, expected: bool) -> None:
    assert matches(target, request_) is expected


def test_rule_matches_any_of_the_operations_that_a_request_may_be() -> None:
    twins = Call("POST", "/", (("rds", "DescribeDBInstances"), ("neptune", "DescribeDBInstances")), "query")

    assert matches({"service": "neptune"}, twins)


def test_rules_describe_themselves() -> None:
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


def test_name_can_be_taken_once() -> None:
    engine = FaultEngine()
    engine.add({"name": "broken", "fault": "reset"})
    with pytest.raises(RuleError, match="A rule 'broken' is active already"):
        engine.add({"name": "broken", "fault": "hang"})
    engine.remove("broken")

    assert engine.add({"name": "broken", "fault": "hang"})[0]["name"] == "broken"


def test_rule_that_is_not_there_can_not_be_removed() -> None:
    engine = FaultEngine()
    engine.add({"name": "broken", "fault": "reset"})
    with pytest.raises(RuleError, match=r"There is no rule 'brokn'\. Did you mean broken\?"):
        engine.remove("brokn")
