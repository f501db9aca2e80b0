"""Variables in policies.

Source: IAM User Guide, "IAM policy elements: Variables and tags".
"""

from collections.abc import Sequence
from typing import Any

import pytest

from iam_policy.conditions import are_met
from iam_policy.evaluation import PolicyVerdict, matches_resource, verdict
from iam_policy.variables import keys_in

VALUES = {"aws:username": ["ada"], "s3:prefix": ["a*[b]"], "aws:TagKeys": ["a", "b"], "aws:empty": []}
ALLOWED, NOTHING = PolicyVerdict.ALLOWED, PolicyVerdict.NOTHING


def values(key: str) -> Sequence[str]:
    return VALUES.get(key, ())


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("home/${aws:username}", "home/ada", "home/${aws:username}"),
        ("home/${aws:username}/*", "home/ada/x", "home/eve/x"),
        ("${aws:username}/${aws:username}?", "ada/ada1", "ada/adam/"),
        ("*/${aws:username}", "x/ada", "x/adam"),
        ("${s3:prefix}/[x]*", "a*[b]/[x]y", "axb/[x]y"),
        ("home/${aws:gone, 'nobody'}", "home/nobody", "home/ada"),
        ("home/${aws:username, 'nobody'}", "home/ada", "home/nobody"),
        ("home/${ aws:username }", "home/ada", "home/"),
        ("${*}${?}${$}{x}", "*?${x}", "ab${x}"),
        ("home/${", "home/${", "home/ada"),
    ],
)
def test_a_resource_has_what_variables_stand_for(pattern: str, right: str, wrong: str) -> None:
    assert matches_resource(pattern, right, values)
    assert not matches_resource(pattern, wrong, values)


@pytest.mark.parametrize("variable", ["${aws:gone}", "${aws:empty}", "${aws:TagKeys}"])
def test_a_variable_that_has_not_one_value_matches_nothing(variable: str) -> None:
    for text in (f"home/{variable}", "home/", "home/a", "home/None"):
        assert not matches_resource(f"home/{variable}", text, values)
    assert matches_resource("home/${aws:username}", "home/ada", values)


@pytest.mark.parametrize(
    ("operator", "wanted", "is_met"),
    [
        ("StringEquals", "a*[b]", True),
        ("StringEquals", "${s3:prefix}", True),
        ("StringEquals", "${aws:username}", False),
        ("StringEquals", ["${aws:gone}", "${s3:prefix}"], True),
        ("StringEquals", "a${*}[b]", True),
        ("StringEqualsIgnoreCase", "A${*}[B]", True),
        ("StringLike", "${s3:prefix}", True),
        ("StringLike", "a${*}?b?", True),
        ("StringLike", "a${?}[b]", False),
        ("StringNotLike", "${s3:prefix}", False),
        ("StringNotEquals", "${aws:gone}", True),
        ("StringEquals", "${aws:gone}", False),
        ("NumericEquals", "${aws:username}", False),
    ],
)
def test_conditions_compare_with_what_variables_stand_for(operator: str, wanted: Any, is_met: bool) -> None:
    assert are_met({operator: {"s3:prefix": wanted}}, values) is is_met


def test_parts_of_an_arn_have_variables() -> None:
    def has(arn: str) -> bool:
        given = {"aws:username": ["ada"], "aws:SourceArn": [arn]}
        wanted = "arn:aws:sns:*:${aws:account, '1'}:${aws:username}-*"
        return are_met({"ArnLike": {"aws:SourceArn": wanted}}, lambda key: given.get(key, ()))

    assert has("arn:aws:sns:eu-west-1:1:ada-topic")
    assert not has("arn:aws:sns:eu-west-1:1:eve-topic")


@pytest.mark.parametrize(
    ("version", "said"), [("2012-10-17", ALLOWED), ("2008-10-17", NOTHING), (None, NOTHING)]
)
def test_only_the_newer_version_has_variables(version: str | None, said: PolicyVerdict) -> None:
    statement = {
        "Effect": "Allow",
        "Resource": ["home/${aws:username}"],
        "Condition": {"StringEquals": {"aws:username": ["${aws:username}"]}},
    }
    policy = {"Statement": statement} if version is None else {"Version": version, "Statement": [statement]}

    def is_about(one: Any, resource: str, user: str) -> bool:
        def given(_key: str) -> Sequence[str]:
            return [user]

        return matches_resource(one["Resource"][0], resource, given) and are_met(one["Condition"], given)

    assert verdict(policy, lambda one: is_about(one, "home/ada", "ada")) is said
    literally = verdict(policy, lambda one: is_about(one, "home/${aws:username}", "${aws:username}"))
    assert literally is ALLOWED


def test_the_keys_of_variables_are_named() -> None:
    assert list(keys_in("${aws:username}/${*}/${aws:PrincipalTag/team, 'x'}")) == [
        "aws:username",
        "aws:PrincipalTag/team",
    ]
