"""Secrets that are refused, marked for deletion or not rotated.

Source: AWS Secrets Manager API reference.
"""

from typing import Any

import pytest
from s3_requests import refusal

MARKED = "You can't perform this operation on the secret because it was marked for deletion."


@pytest.fixture
def secrets(aws: Any) -> Any:
    client = aws.client("secretsmanager")
    client.create_secret(Name="key", SecretString="a")
    return client


def value(secrets: Any) -> str:
    return str(secrets.get_secret_value(SecretId="key")["SecretString"])


def test_a_secret_without_a_function_is_not_rotated(secrets: Any) -> None:
    refused = refusal(secrets.rotate_secret, SecretId="key")
    assert (refused["Code"], refused["Message"]) == (
        "InvalidRequestException",
        "No Lambda rotation function ARN is associated with this secret.",
    )
    assert value(secrets) == "a"
    assert "RotationEnabled" not in secrets.describe_secret(SecretId="key")


def test_a_secret_is_not_rotated_by_a_missing_function(aws: Any, secrets: Any) -> None:
    arn = f"arn:aws:lambda:eu-west-1:{aws.account_id}:function:none"
    rules = {"AutomaticallyAfterDays": 1}
    refused = refusal(secrets.rotate_secret, SecretId="key", RotationLambdaARN=arn, RotationRules=rules)
    assert refused["Code"] == "ResourceNotFoundException"
    assert value(secrets) == "a"
    assert len(secrets.list_secret_version_ids(SecretId="key", IncludeDeprecated=True)["Versions"]) == 1


def test_a_missing_secret_is_not_rotated(secrets: Any) -> None:
    assert refusal(secrets.rotate_secret, SecretId="none")["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("get_secret_value", {}),
        ("put_secret_value", {"SecretString": "b"}),
        ("update_secret", {"SecretString": "b"}),
        ("update_secret", {"Description": "b"}),
        ("tag_resource", {"Tags": [{"Key": "a", "Value": "b"}]}),
        ("rotate_secret", {}),
    ],
)
def test_a_secret_that_is_marked_for_deletion_is_left_alone(
    secrets: Any, operation: str, more: dict[str, Any]
) -> None:
    secrets.delete_secret(SecretId="key")
    refused = refusal(getattr(secrets, operation), SecretId="key", **more)
    assert (refused["Code"], refused["Message"]) == ("InvalidRequestException", MARKED)
    secrets.restore_secret(SecretId="key")
    assert value(secrets) == "a"


def test_the_name_of_a_secret_that_is_marked_for_deletion_is_taken(secrets: Any) -> None:
    secrets.delete_secret(SecretId="key")
    refused = refusal(secrets.create_secret, Name="key", SecretString="b")
    assert (refused["Code"], refused["Message"]) == (
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
    )


@pytest.mark.parametrize("name", ["a b", "a:b", "ä"])
def test_a_name_has_letters_digits_and_some_symbols(secrets: Any, name: str) -> None:
    assert refusal(secrets.create_secret, Name=name, SecretString="b")["Code"] == "ValidationException"
    assert "ARN" in secrets.create_secret(Name="shop/key_1+=.@-", SecretString="b")


@pytest.mark.parametrize("operation", ["put_secret_value", "update_secret"])
def test_a_value_is_a_string_or_binary(secrets: Any, operation: str) -> None:
    both = {"SecretString": "b", "SecretBinary": b"b"}
    refused = refusal(getattr(secrets, operation), SecretId="key", **both)
    assert refused["Code"] == "InvalidParameterException"
    assert refusal(secrets.create_secret, Name="new", **both)["Code"] == "InvalidParameterException"
    assert value(secrets) == "a"


def test_versions_without_a_label_are_deprecated(secrets: Any) -> None:
    first = secrets.get_secret_value(SecretId="key")
    for text in ("b", "c"):
        secrets.put_secret_value(SecretId="key", SecretString=text)
    listed = secrets.list_secret_version_ids(SecretId="key")
    assert sorted(one["VersionStages"][0] for one in listed["Versions"]) == ["AWSCURRENT", "AWSPREVIOUS"]
    assert (listed["ARN"], listed["Name"]) == (first["ARN"], "key")
    everything = secrets.list_secret_version_ids(SecretId="key", IncludeDeprecated=True)["Versions"]
    (deprecated,) = [one for one in everything if not one.get("VersionStages")]
    assert (deprecated["VersionId"], len(everything)) == (first["VersionId"], 3)
    assert deprecated["CreatedDate"] == first["CreatedDate"]
    described = secrets.describe_secret(SecretId="key")["VersionIdsToStages"]
    assert sorted(described.values()) == [["AWSCURRENT"], ["AWSPREVIOUS"]]


def test_versions_are_listed_in_pages(secrets: Any) -> None:
    secrets.put_secret_value(SecretId="key", SecretString="b")
    first = secrets.list_secret_version_ids(SecretId="key", MaxResults=1)
    rest = secrets.list_secret_version_ids(SecretId="key", MaxResults=1, NextToken=first["NextToken"])
    assert first["Versions"] != rest["Versions"]
    assert "NextToken" not in rest
