"""Requests that moto fails at and AWS refuses, and neighbours of them that are answered.

Sources: the pages of the operations in AWS's API references.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "refusal"),
    [
        ("kms", "list_grants", {"KeyId": "alias/none"}, ("NotFoundException", 400)),
        ("kms", "revoke_grant", {"KeyId": "none", "GrantId": "a"}, ("NotFoundException", 400)),
        ("kms", "generate_random", {}, ("ValidationException", 400)),
        ("scheduler", "delete_schedule_group", {"Name": "none"}, ("ResourceNotFoundException", 404)),
        (
            "scheduler",
            "create_schedule",
            {
                "Name": "a",
                "GroupName": "none",
                "ScheduleExpression": "rate(1 hour)",
                "FlexibleTimeWindow": {"Mode": "OFF"},
                "Target": {
                    "Arn": "arn:aws:sqs:eu-west-1:000000000001:q",
                    "RoleArn": "arn:aws:iam::000000000001:role/a",
                },
            },
            ("ResourceNotFoundException", 404),
        ),
        (
            "secretsmanager",
            "list_secret_version_ids",
            {"SecretId": "none"},
            ("ResourceNotFoundException", 400),
        ),
        ("secretsmanager", "list_secrets", {"NextToken": "a b"}, ("InvalidNextTokenException", 400)),
        (
            "secretsmanager",
            "create_secret",
            {"Name": "a", "Tags": [{"Value": "b"}]},
            ("InvalidParameterException", 400),
        ),
        (
            "ssm",
            "delete_patch_baseline",
            {"BaselineId": "pb-0123456789abcdef0"},
            ("DoesNotExistException", 400),
        ),
        ("ssm", "list_documents", {"NextToken": "a b"}, ("InvalidNextToken", 400)),
        (
            "ssm",
            "describe_maintenance_windows",
            {"Filters": [{"Values": ["b"]}]},
            ("ValidationException", 400),
        ),
        ("stepfunctions", "list_executions", {}, ("ValidationException", 400)),
        (
            "stepfunctions",
            "describe_state_machine_alias",
            {"stateMachineAliasArn": "alias"},
            ("InvalidArn", 400),
        ),
        (
            "stepfunctions",
            "create_activity",
            {"name": "a", "tags": [{"value": "b"}]},
            ("ValidationException", 400),
        ),
        (
            "sts",
            "assume_role_with_saml",
            {
                "RoleArn": "arn:aws:iam::000000000001:role/a",
                "PrincipalArn": "a" * 20,
                "SAMLAssertion": "aaaaa",
            },
            ("InvalidIdentityToken", 400),
        ),
        (
            "logs",
            "start_query",
            {"startTime": 4, "endTime": 18, "queryString": "fields @message", "logGroupIdentifiers": []},
            ("InvalidParameterException", 400),
        ),
        ("logs", "get_query_results", {"queryId": "none"}, ("ResourceNotFoundException", 400)),
        ("logs", "describe_destinations", {"nextToken": "a b"}, ("InvalidParameterException", 400)),
        (
            "logs",
            "put_delivery_source",
            {"name": "a", "resourceArn": "a", "logType": "b"},
            ("ValidationException", 400),
        ),
    ],
)
def test_what_is_wrong_is_refused(
    aws: Any, service: str, operation: str, parameters: dict[str, Any], refusal: tuple[str, int]
) -> None:
    client = aws.client(service, parameter_validation=False)
    with pytest.raises(ClientError) as refused:
        getattr(client, operation)(**parameters)
    response = refused.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == refusal


def test_grants_of_a_key_are_listed_by_its_id_and_its_arn(aws: Any) -> None:
    kms = aws.client("kms")
    key = kms.create_key()["KeyMetadata"]
    assert [kms.list_grants(KeyId=key[name])["Grants"] for name in ("KeyId", "Arn")] == [[], []]
    assert len(kms.generate_random(NumberOfBytes=8)["Plaintext"]) == 8


def test_what_is_right_is_answered(aws: Any) -> None:
    scheduler, secrets, steps = (
        aws.client(name) for name in ("scheduler", "secretsmanager", "stepfunctions")
    )
    scheduler.create_schedule_group(Name="group")
    scheduler.delete_schedule_group(Name="group")
    secrets.create_secret(Name="a", SecretString="b", Tags=[{"Key": "c", "Value": "d"}])
    (version,) = secrets.list_secret_version_ids(SecretId="a")["Versions"]
    assert version["VersionStages"] == ["AWSCURRENT"]
    assert [one["Tags"] for one in secrets.list_secrets()["SecretList"]] == [[{"Key": "c", "Value": "d"}]]
    activity = steps.create_activity(name="a", tags=[{"key": "b", "value": "c"}])["activityArn"]
    assert steps.list_tags_for_resource(resourceArn=activity)["tags"] == [{"key": "b", "value": "c"}]
