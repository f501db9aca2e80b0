"""Properties of a template as the input of operations: what they take, and what they do not."""

from typing import Any

import botocore.session
import pytest

from application_template.service_input import left_out, left_out_within, service_input


@pytest.fixture(scope="module")
def pools() -> Any:
    return botocore.session.get_session().get_service_model("cognito-idp")


POOL = {
    "PoolName": "readers",
    "policies": {"PasswordPolicy": {"MinimumLength": "12", "Undreamt": "of"}},
    "Schema": [{"Name": "team", "Unheard": "of"}],
    "UserPoolTags": {"any": "tag"},
    "EnabledMfas": ["SMS_MFA"],
}


def test_an_operation_takes_what_it_knows(pools: Any) -> None:
    assert service_input(pools, "CreateUserPool", POOL) == {
        "PoolName": "readers",
        "Policies": {"PasswordPolicy": {"MinimumLength": 12}},
        "Schema": [{"Name": "team"}],
        "UserPoolTags": {"any": "tag"},
    }


def test_the_rest_is_named(pools: Any) -> None:
    within = ["policies/PasswordPolicy/Undreamt", "Schema/Unheard"]
    assert list(left_out_within(pools, "CreateUserPool", POOL)) == within
    assert list(left_out(pools, "CreateUserPool", POOL)) == [*within, "EnabledMfas"]


def test_nothing_is_left_out_of_what_an_operation_knows(pools: Any) -> None:
    known = {"PoolName": "readers", "Policies": {"PasswordPolicy": {"MinimumLength": "12"}}}
    assert list(left_out(pools, "CreateUserPool", known)) == []
