"""What policies say.

Source: IAM User Guide, "IAM JSON policy element reference" and "Policy evaluation logic".
"""

from typing import Any

import pytest

from iam_policy.evaluation import PolicyVerdict, matches_action, matches_resource, mentions, verdict

ALLOWED, DENIED, NOTHING = PolicyVerdict.ALLOWED, PolicyVerdict.DENIED, PolicyVerdict.NOTHING


def statement(effect: str, action: str) -> dict[str, str]:
    return {"Effect": effect, "Action": action}


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ([statement("Allow", "s3:GetObject")], ALLOWED),
        (statement("Allow", "s3:GetObject"), ALLOWED),
        ([statement("Allow", "s3:*"), statement("Deny", "s3:GetObject")], DENIED),
        ([statement("Deny", "s3:*"), statement("Allow", "s3:GetObject")], DENIED),
        ([statement("Allow", "s3:GetObject"), statement("Deny", "s3:PutObject")], ALLOWED),
        ([statement("Deny", "s3:PutObject")], NOTHING),
        ([], NOTHING),
    ],
)
def test_a_denial_counts_more_than_what_allows(statements: Any, said: PolicyVerdict) -> None:
    def is_about(one: Any) -> bool:
        return mentions(one, "Action", lambda pattern: matches_action(pattern, "s3:GetObject"))

    assert verdict({"Statement": statements}, is_about) is said


@pytest.mark.parametrize(
    ("element", "is_mentioned"),
    [
        ({"Action": "a"}, True),
        ({"Action": ["b", "a"]}, True),
        ({"Action": ["b"]}, False),
        ({"Action": []}, False),
        ({"NotAction": "a"}, False),
        ({"NotAction": ["b", "a"]}, False),
        ({"NotAction": ["b"]}, True),
    ],
)
def test_an_element_or_its_opposite_is_asked(element: dict[str, Any], is_mentioned: bool) -> None:
    assert mentions(element, "Action", lambda one: one == "a") is is_mentioned


@pytest.mark.parametrize(
    ("pattern", "arn", "is_matched"),
    [
        ("*", "arn:aws:s3:::things/a/b", True),
        ("arn:aws:s3:::things/*", "arn:aws:s3:::things/a/b", True),
        ("arn:aws:s3:::things/?", "arn:aws:s3:::things/a", True),
        ("arn:aws:s3:::things/?", "arn:aws:s3:::things/ab", False),
        ("arn:aws:s3:::things", "arn:aws:s3:::things/a", False),
        ("arn:aws:s3:::things/[a]*", "arn:aws:s3:::things/[a]b", True),
        ("arn:aws:s3:::things/[ab]", "arn:aws:s3:::things/a", False),
        ("arn:aws:s3:::things/a.c", "arn:aws:s3:::things/abc", False),
        ("arn:aws:s3:::things/A", "arn:aws:s3:::things/a", False),
        ("arn:aws:s3:::things/*", "arn:aws:s3:::things/a\nb", True),
    ],
)
def test_resources_match_by_wildcards_and_case(pattern: str, arn: str, is_matched: bool) -> None:
    assert matches_resource(pattern, arn) is is_matched


@pytest.mark.parametrize(
    ("pattern", "is_matched"),
    [
        ("s3:getobject", True),
        ("S3:Get*", True),
        ("s3:GetObjec?", True),
        ("s3:GetObjectAcl", False),
        ("*", True),
    ],
)
def test_actions_match_in_any_case(pattern: str, is_matched: bool) -> None:
    assert matches_action(pattern, "s3:GetObject") is is_matched
