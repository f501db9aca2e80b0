"""Which conditions a request meets.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".
"""

from collections.abc import Sequence
from typing import Any

import pytest

from iam_policy.conditions import UnknownOperatorError, are_met

KEY = "aws:Key"


def is_met(operator: str, wanted: Any, *given: str) -> bool:
    def values(name: str) -> Sequence[str]:
        return given if name == KEY else ()

    return are_met({operator: {KEY: wanted}}, values)


@pytest.mark.parametrize(
    ("operator", "wanted", "right", "wrong"),
    [
        ("StringEquals", "ada", "ada", "Ada"),
        ("StringEquals", ["eve", "ada"], "ada", "bob"),
        ("StringEquals", "a*", "a*", "ada"),
        ("StringNotEquals", ["eve", "ada"], "bob", "ada"),
        ("StringEqualsIgnoreCase", "ADA", "ada", "bob"),
        ("StringNotEqualsIgnoreCase", "ADA", "bob", "ada"),
        ("StringLike", "home/*/?", "home/ada/x", "home/ada/xy"),
        ("StringNotLike", "home/*", "house", "home/ada"),
        ("NumericEquals", 10, "10.0", "11"),
        ("NumericEquals", "10", "10", "ten"),
        ("NumericNotEquals", 10, "11", "10"),
        ("NumericLessThan", "10", "9", "10"),
        ("NumericLessThanEquals", "10", "10", "10.5"),
        ("NumericGreaterThan", "10", "100", "9"),
        ("NumericGreaterThanEquals", "10", "10", "9"),
        ("DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:01Z"),
        ("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"),
        ("DateLessThanEquals", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
        ("DateGreaterThan", "1767225600", "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"),
        ("DateGreaterThanEquals", "1767225600", "1767225600", "yesterday"),
        ("Bool", True, "true", "false"),
        ("Bool", "False", "false", "true"),
        ("BinaryEquals", "aGVsbG8=", "aGVsbG8=", "d29ybGQ="),
        ("BinaryEquals", "aGVsbG8=", "aGVsbG8=", "no base64"),
        ("IpAddress", "203.0.113.0/24", "203.0.113.7", "203.0.114.7"),
        ("IpAddress", ["2001:db8::/32", "203.0.113.7"], "2001:db8::1", "2001:db9::1"),
        ("IpAddress", "203.0.113.7/24", "203.0.113.9", "203.0.112.9"),
        ("NotIpAddress", "203.0.113.0/24", "198.51.100.1", "203.0.113.1"),
        ("ArnEquals", "arn:aws:s3:::a*", "arn:aws:s3:::ab", "arn:aws:s3:::b"),
        ("ArnLike", "arn:aws:*:*:*:a", "arn:aws:sns:eu-west-1:1:a", "arn:aws:sns:a"),
        ("ArnLike", "arn:aws:sns:*:1:*", "arn:aws:sns:eu-west-1:1:a:b", "arn:aws:sns:eu-west-1:2:1:a"),
        ("ArnNotEquals", "arn:aws:sns:eu-west-1:1:a", "arn:aws:sns:eu-west-1:1:b", "arn:aws:sns:eu-west-1:1:a"),
        ("ArnNotLike", "arn:aws:sns:eu-west-1:1:a*", "arn:aws:sns:eu-west-1:1:b", "arn:aws:sns:eu-west-1:1:ab"),
    ],
)  # fmt: skip
def test_each_operator_compares_in_its_own_way(operator: str, wanted: Any, right: str, wrong: str) -> None:
    assert (is_met(operator, wanted, right), is_met(operator, wanted, wrong)) == (True, False)
    assert is_met(f"{operator}IfExists", wanted, right)
    assert not is_met(f"{operator}IfExists", wanted, wrong)


@pytest.mark.parametrize(
    ("operator", "is_met_without"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringEqualsIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAllValues:StringNotEquals", True),
        ("ForAnyValue:StringNotEquals", False),
        ("NotIpAddress", True),
        ("Bool", False),
    ],
)
def test_a_request_may_lack_the_key(operator: str, is_met_without: bool) -> None:
    assert is_met(operator, "x") is is_met_without


@pytest.mark.parametrize(("wanted", "with_key", "without"), [("true", False, True), (False, True, False)])
def test_a_key_may_have_to_be_absent(wanted: object, with_key: bool, without: bool) -> None:
    assert (is_met("Null", wanted, "x"), is_met("Null", wanted)) == (with_key, without)


@pytest.mark.parametrize(
    ("operator", "given", "met"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a", "c"], False),
        ("ForAnyValue:StringEquals", ["c", "b"], True),
        ("ForAnyValue:StringEquals", ["c", "d"], False),
        ("ForAllValues:StringNotEquals", ["c", "d"], True),
        ("ForAllValues:StringNotEquals", ["c", "b"], False),
        ("ForAnyValue:StringNotEquals", ["c", "b"], True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], False),
        ("ForAnyValue:StringLikeIfExists", ["c", "b"], True),
    ],
)
def test_a_key_may_have_several_values(operator: str, given: list[str], met: bool) -> None:
    assert is_met(operator, ["a", "b"], *given) is met


def test_all_conditions_have_to_be_met() -> None:
    conditions = {"StringEquals": {"a": "1", "b": "2"}, "Bool": {"c": "true"}}
    request = {"a": ["1"], "b": ["2"], "c": ["true"]}
    assert are_met(conditions, lambda key: request[key])
    for key in request:
        assert not are_met(conditions, lambda name, other=key: ["x"] if name == other else request[name])
    assert are_met({}, lambda _: [])


@pytest.mark.parametrize(
    "operator", ["StringEqual", "stringequals", "ForSomeValues:Bool", "NullIfExists", "ForAnyValue:Null", ""]
)
def test_an_unknown_operator_is_named(operator: str) -> None:
    with pytest.raises(UnknownOperatorError, match=f"^{operator}$"):
        is_met(operator, "true", "true")
