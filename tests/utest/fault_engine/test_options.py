"""Options of rules: what each accepts, and what is said about any other value."""

from typing import Any

import pytest

from fault_engine import RuleError
from fault_engine.faults import FAULTS
from fault_engine.rules import parse_rule

MINIMAL = {
    "error": {"code": "InternalError"},
    "event_stream_exception": {"code": "InternalError"},
    "http_error": {"status": 503},
    "latency": {"delay": 1},
}
"""The required options of the faults that have any."""

A_STRING = "a non-empty string"
NAMES = "a name or a list of names"
NATURAL = "a whole number, 0 or more"
POSITIVE = "a whole number, 1 or more"
SHARE = "a number from 0 to 1"
DURATION = "a duration such as 30, 30s or 250 ms"
MAPPING = "a mapping of names to values"

WRONG_NAMES = ["", "sqs,", [], [""], {"a": 1}, True]
WRONG_STRINGS = ["", [], {"a": 1}, True]
WRONG_NATURALS = [-1, 1.5, "x", True, [1]]
WRONG_POSITIVES = [0, -1, 1.5, "0", "two", True, [1]]
WRONG_SHARES = [-0.1, 1.5, "often", True, [0.5]]
WRONG_DURATIONS = [-1, "-1s", "soon", "3 months", "", True, [1]]
WRONG_MAPPINGS = ["a", [], 1]

OF_ANY_FAULT: dict[str, tuple[str, list[Any]]] = {
    "name": (A_STRING, WRONG_STRINGS),
    "phase": ("'before' or 'after'", ["during", ""]),
    "must_hit": ("true or false", ["maybe", 2, []]),
    "service": (NAMES, WRONG_NAMES),
    "operation": (NAMES, WRONG_NAMES),
    "region": (NAMES, WRONG_NAMES),
    "account": (NAMES, WRONG_NAMES),
    "attempt": (f"{POSITIVE}, or a list of these", [0, "1,x", [1, 0], [], True, {"a": 1}]),
    "access": ("'read' or 'write'", ["list", ""]),
    "table": (NAMES, WRONG_NAMES),
    "bucket": (NAMES, WRONG_NAMES),
    "key": (NAMES, WRONG_NAMES),
    "method": (NAMES, WRONG_NAMES),
    "path": (NAMES, WRONG_NAMES),
    "skip": (NATURAL, WRONG_NATURALS),
    "times": (POSITIVE, WRONG_POSITIVES),
    "probability": (SHARE, WRONG_SHARES),
    "per": ("'call' or 'attempt'", ["day", ""]),
    "seed": (NATURAL, WRONG_NATURALS),
    "duration": (DURATION, WRONG_DURATIONS),
}
OF_ONE_FAULT: dict[str, dict[str, tuple[str, list[Any]]]] = {
    "error": {
        "code": (A_STRING, WRONG_STRINGS),
        "message": (A_STRING, WRONG_STRINGS),
        "status": ("a status from 100 to 599", [99, 600, "ok", True]),
        "members": (MAPPING, WRONG_MAPPINGS),
    },
    "http_error": {
        "status": ("a status from 200 to 599", [199, 600, "ok", True]),
        "body": ("a valid string", [[], {"a": 1}]),
        "content_type": (A_STRING, WRONG_STRINGS),
        "headers": (MAPPING, WRONG_MAPPINGS),
    },
    "latency": {"delay": (DURATION, WRONG_DURATIONS), "jitter": (DURATION, WRONG_DURATIONS)},
    "hang": {"limit": (DURATION, WRONG_DURATIONS)},
    "reset": {},
    "refused": {},
    "truncated": {
        "keep": ("a number from 0 to less than 1", [*WRONG_SHARES, 1]),
        "ending": ("'close', 'reset' or 'hang'", ["abrupt", ""]),
    },
    "wrong_length": {
        "by": ("a whole number from -1000000 to 1000000, but not 0", [0, 1_000_001, -1_000_001, "x", True])
    },
    "malformed": {"content": ("'html', 'half', 'noise' or 'empty'", ["xml", ""])},
    "partial_batch": {
        "share": ("a number above 0, up to 1", [*WRONG_SHARES, 0]),
        "code": (A_STRING, WRONG_STRINGS),
        "message": (A_STRING, WRONG_STRINGS),
    },
    "event_stream_exception": {
        "code": (A_STRING, WRONG_STRINGS),
        "message": (A_STRING, WRONG_STRINGS),
        "after_events": (NATURAL, WRONG_NATURALS),
    },
    "stuck": {"patch": (MAPPING, WRONG_MAPPINGS)},
    "stale_read": {},
    "duplicate_delivery": {},
}


def test_every_option_of_every_fault_is_tested_here() -> None:
    assert {fault: {"fault", *options} for fault, options in OF_ONE_FAULT.items()} == {
        fault: set(options.model_fields) for fault, options in FAULTS.items()
    }
    for fault, options in OF_ONE_FAULT.items():
        rule = {"fault": fault, **MINIMAL.get(fault, {})}
        with pytest.raises(RuleError, match=r"There are: (.*)\.$") as rejected:
            parse_rule({**rule, "unknown": 1})
        assert str(rejected.value).endswith(f"There are: {', '.join(['fault', *options, *OF_ANY_FAULT])}.")


@pytest.mark.parametrize(
    ("fault", "option", "allowed", "value"),
    [
        (fault, option, allowed, value)
        for fault, options in [("reset", OF_ANY_FAULT), *OF_ONE_FAULT.items()]
        for option, (allowed, values) in options.items()
        for value in values
    ],
)
def test_wrong_value_is_rejected_in_one_line_that_says_what_is_allowed(
    fault: str, option: str, allowed: str, value: Any
) -> None:
    with pytest.raises(RuleError) as rejected:
        parse_rule({"fault": fault, **MINIMAL.get(fault, {}), option: value})

    subject = f"rule {value!r}" if option == "name" and value else "rule"
    assert str(rejected.value) == f"{subject}: {option} is {value!r}; it must be {allowed}."


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("service", "sqs", ("sqs",)),
        ("service", "sqs, dynamodb", ("sqs", "dynamodb")),
        ("service", ["sqs", "dynamodb"], ("sqs", "dynamodb")),
        ("account", 111111111111, ("111111111111",)),
        ("attempt", 1, (1,)),
        ("attempt", "2, 3", (2, 3)),
        ("attempt", [2, 3], (2, 3)),
    ],
)
def test_one_name_or_several(option: str, value: Any, expected: tuple[Any, ...]) -> None:
    assert getattr(parse_rule({"fault": "reset", option: value}).pattern, option) == expected


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("times", "2", 2),
        ("probability", "0.5", 0.5),
        ("per", "Attempt", "attempt"),
        *(("duration", *pair) for pair in [(2, 2), (0.5, 0.5), ("2", 2), ("30s", 30), ("1.5 sec", 1.5)]),
        *(
            ("duration", *pair)
            for pair in [("250 ms", 0.25), ("2 minutes", 120), ("1 min 30 s", 90), ("1h", 3600)]
        ),
        ("duration", None, None),
    ],
)
def test_values_of_keyword_arguments_are_converted(option: str, value: Any, expected: Any) -> None:
    assert getattr(parse_rule({"fault": "reset", option: value}).schedule, option) == expected


@pytest.mark.parametrize("fault", ["partial_batch", "Partial Batch", "partial-batch"])
def test_case_spaces_and_hyphens_of_a_fault_make_no_difference(fault: str) -> None:
    assert parse_rule({"fault": fault}).fault.fault == "partial_batch"


@pytest.mark.parametrize(
    ("value", "expected"), [(False, False), ("False", False), ("no", False), ("true", True)]
)
def test_true_and_false_are_read_in_any_spelling(value: Any, expected: bool) -> None:
    assert parse_rule({"fault": "reset", "must_hit": value}).must_hit is expected
