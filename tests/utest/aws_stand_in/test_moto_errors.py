"""Requests that moto fails at and AWS refuses, and neighbours of them that are answered.

Sources: the pages of the operations in AWS's API references.
"""

import base64
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws_stand_in import MockAwsServer
from support.aws_requests import AwsRequest, answer_of
from support.service_resources import TRUST


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
        (
            "logs",
            "put_subscription_filter",
            {"logGroupName": "group", "filterName": "a", "filterPattern": "", "destinationArn": "a"},
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
        (
            "cloudwatch",
            "put_dashboard",
            {"DashboardName": "a", "DashboardBody": "[" * 20_000},
            ("InvalidParameterInput", 400),
        ),
        ("events", "put_permission", {"Policy": "1"}, ("ValidationException", 400)),
        ("events", "put_permission", {"Policy": "{}"}, ("ValidationException", 400)),
        ("s3", "put_bucket_acl", {"Bucket": "things"}, ("MissingSecurityHeader", 400)),
        ("iam", "list_roles", {"Marker": "a"}, ("ValidationError", 400)),
        ("iam", "list_policies", {"Marker": "a"}, ("ValidationError", 400)),
        ("iam", "create_service_linked_role", {"AWSServiceName": "a"}, ("InvalidInput", 400)),
        (
            "kms",
            "replicate_key",
            {"KeyId": "alias/aws/s3", "ReplicaRegion": "eu-west-2"},
            ("NotFoundException", 400),
        ),
        (
            "lambda",
            "publish_layer_version",
            {"LayerName": "a", "Content": {"S3Bucket": "things"}},
            ("InvalidParameterValueException", 400),
        ),
        (
            "s3",
            "restore_object",
            {"Bucket": "things", "Key": "a", "RestoreRequest": {}},
            ("MalformedXML", 400),
        ),
    ],
)
def test_wrong_requests_get_the_error_of_aws(
    aws: Any, service: str, operation: str, parameters: dict[str, Any], refusal: tuple[str, int]
) -> None:
    aws.client("s3").create_bucket(
        Bucket="things", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    aws.client("logs").create_log_group(logGroupName="group")
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


def test_keys_of_several_regions_are_replicated_by_id_and_by_arn(aws: Any) -> None:
    kms = aws.client("kms")
    key = kms.create_key(MultiRegion=True)["KeyMetadata"]
    for name, region in (("KeyId", "eu-west-2"), ("Arn", "eu-west-3")):
        copy = kms.replicate_key(KeyId=key[name], ReplicaRegion=region)["ReplicaKeyMetadata"]
        assert copy["Arn"] == key["Arn"].replace("eu-west-1", region)


@pytest.mark.parametrize(("is_multi_region", "region"), [(False, "eu-west-2"), (True, "eu-nowhere-1")])
def test_keys_that_cannot_be_replicated_are_refused(aws: Any, is_multi_region: bool, region: str) -> None:
    kms = aws.client("kms")
    key = kms.create_key(MultiRegion=is_multi_region)["KeyMetadata"]["KeyId"]
    with pytest.raises(ClientError) as refused:
        kms.replicate_key(KeyId=key, ReplicaRegion=region)
    assert refused.value.response["Error"]["Code"] == "UnsupportedOperationException"


@pytest.fixture
def functions(aws: Any) -> Any:
    """A client of Lambda, and a function named `a`."""
    role = aws.client("iam").create_role(RoleName="a", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    code = {"ZipFile": base64.b64decode("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==")}
    client = aws.client("lambda")
    client.create_function(
        FunctionName="a",
        Role=role,
        Runtime="python3.12",
        Handler="a.b",
        Code=code,
        Environment={"Variables": {"KEY": "b"}},
        VpcConfig={"SubnetIds": []},
    )
    return client


@pytest.mark.parametrize(
    ("operation", "parameters", "refusal"),
    [
        ("update_function_url_config", {"AuthType": "NONE"}, ("ResourceNotFoundException", 404)),
        (
            "update_function_configuration",
            {"Layers": ["arn::lambda:eu-west-1:111111111111:layer:a:1"]},
            ("InvalidParameterValueException", 400),
        ),
        ("update_function_code", {"S3Bucket": "none", "S3Key": "a"}, ("InvalidParameterValueException", 400)),
    ],
)
def test_changes_of_functions_are_refused(
    functions: Any, operation: str, parameters: dict[str, Any], refusal: tuple[str, int]
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(functions, operation)(FunctionName="a", **parameters)
    response = refused.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == refusal


def test_a_function_is_not_without_its_latest_version(functions: Any) -> None:
    """Source: AWS Lambda API reference, DeleteFunction. Moto deletes it, and then fails at every list of functions."""
    version = functions.publish_version(FunctionName="a")["Version"]
    for named in ({"FunctionName": "a", "Qualifier": "$LATEST"}, {"FunctionName": "a:$LATEST"}):
        with pytest.raises(functions.exceptions.InvalidParameterValueException):
            functions.delete_function(**named)
    assert [one["FunctionName"] for one in functions.list_functions()["Functions"]] == ["a"]
    functions.delete_function(FunctionName="a", Qualifier=version)
    functions.delete_function(FunctionName="a")
    assert functions.list_functions()["Functions"] == []


def test_a_role_that_is_not_in_a_profile_is_not_removed(aws: Any) -> None:
    iam = aws.client("iam")
    iam.create_role(RoleName="a", AssumeRolePolicyDocument=TRUST)
    profile = {"InstanceProfileName": "profile"}
    iam.create_instance_profile(**profile)
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.remove_role_from_instance_profile(**profile, RoleName="a")
    iam.add_role_to_instance_profile(**profile, RoleName="a")
    iam.remove_role_from_instance_profile(**profile, RoleName="a")
    assert iam.get_instance_profile(**profile)["InstanceProfile"]["Roles"] == []


def test_a_tag_of_a_secret_may_have_no_value(aws: Any) -> None:
    secrets = aws.client("secretsmanager")
    secrets.create_secret(Name="a", SecretString="text", Tags=[{"Key": "team"}])
    secrets.tag_resource(SecretId="a", Tags=[{"Key": "kind"}])
    other = [{"Key": "tag-value", "Values": ["tea"]}]
    assert secrets.list_secrets(Filters=other)["SecretList"] == []
    assert secrets.describe_secret(SecretId="a")["Tags"] == [
        {"Key": "team", "Value": ""},
        {"Key": "kind", "Value": ""},
    ]


def test_functions_need_code(functions: Any) -> None:
    role = functions.get_function_configuration(FunctionName="a")["Role"]
    with pytest.raises(ClientError) as refused:
        functions.create_function(
            FunctionName="b", Role=role, Runtime="python3.12", Handler="a.b", Code={"S3Key": "a"}
        )
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValueException"


def test_connections_need_what_their_authorization_type_says(server: MockAwsServer, account_id: str) -> None:
    request = AwsRequest(
        "events",
        "CreateConnection",
        {"Name": "a", "AuthorizationType": "API_KEY", "AuthParameters": {"Other": "text"}},
    )
    answer = answer_of(server.stand_in, request.environ(account_id, "eu-west-1"))
    assert (answer.status, json.loads(answer.body)["__type"]) == (400, "ValidationException")


def test_settings_of_functions_may_be_left_out(
    functions: Any, server: MockAwsServer, account_id: str
) -> None:
    def configuration() -> Any:
        return functions.get_function_configuration(FunctionName="a")

    assert configuration()["Environment"]["Variables"] == {"KEY": "b"}
    functions.update_function_configuration(FunctionName="a", Environment={}, VpcConfig={"SubnetIds": []})
    assert "Environment" not in configuration()
    for given in ({}, {"DestinationConfig": {"OnSuccess": None}}):
        request = AwsRequest("lambda", "UpdateFunctionEventInvokeConfig", {"FunctionName": "a", **given})
        answer = answer_of(server.stand_in, request.environ(account_id, "eu-west-1"))
        assert answer.status == 200


def test_users_need_a_name(aws: Any) -> None:
    iam = aws.client("iam", parameter_validation=False)
    with pytest.raises(ClientError) as refused:
        iam.create_user()
    assert refused.value.response["Error"]["Code"] == "ValidationError"
    iam.create_user(UserName="ada")
    iam.generate_credential_report()
    iam.generate_credential_report()
    assert iam.get_credential_report()["Content"].splitlines()[1].startswith(b"ada,")


@pytest.mark.parametrize("protocol", ["query", "json"])
def test_dashboards_need_a_name(server: MockAwsServer, account_id: str, protocol: str) -> None:
    request = AwsRequest("cloudwatch", "PutDashboard", {"DashboardBody": '{"widgets": []}'}, protocol)
    answer = answer_of(server.stand_in, request.environ(account_id, "eu-west-1"))
    assert answer.status == 400
    assert b"dashboardName" in answer.body


def test_valid_requests_succeed(aws: Any) -> None:
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


@pytest.mark.parametrize(
    "document",
    ["{}", "[]", "{", '{"Statement": []}', '{"Statement": [{"Effect": "Allow"}]}', '{"Statement": [1]}',
     '{"Statement": {"Effect": "Maybe", "Action": "sts:AssumeRole", "Principal": "*"}}'],
)  # fmt: skip
def test_a_role_needs_a_trust_policy(aws: Any, document: str) -> None:
    iam = aws.client("iam")
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException):
        iam.create_role(RoleName="r", AssumeRolePolicyDocument=document)
    assert iam.list_roles()["Roles"] == []
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
