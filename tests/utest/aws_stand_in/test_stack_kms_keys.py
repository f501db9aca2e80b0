"""Keys and secrets of stacks.

Source: AWS CloudFormation Template Reference, AWS::KMS::Key and AWS::SecretsManager::Secret.
"""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}],
}
KEY: Properties = {
    "KeyPolicy": POLICY,
    "Description": "of orders",
    "EnableKeyRotation": True,
    "PendingWindowInDays": 7,
    "Tags": [{"Key": "team", "Value": "tea"}],
}
SECRET: Properties = {
    "Name": "database",
    "Description": "of orders",
    "GenerateSecretString": {
        "SecretStringTemplate": '{"username": "main"}',
        "GenerateStringKey": "password",
        "PasswordLength": "20",
        "ExcludePunctuation": True,
    },
    "Tags": [{"Key": "team", "Value": "tea"}],
}


@pytest.fixture
def kms(aws: Any) -> Any:
    return aws.client("kms")


@pytest.fixture
def secrets(aws: Any) -> Any:
    return aws.client("secretsmanager")


def state_of(kms: Any, key: str) -> dict[str, Any]:
    described = kms.describe_key(KeyId=key)["KeyMetadata"]
    rotation = kms.get_key_rotation_status(KeyId=key)
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    return {
        "described": (described["Description"], described["KeyState"]),
        "rotates": rotation["KeyRotationEnabled"],
        "actions": policy["Statement"][0]["Action"],
        "tags": {one["TagKey"]: one["TagValue"] for one in kms.list_resource_tags(KeyId=key)["Tags"]},
    }


def test_a_key_has_all_that_its_template_says(kms: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}}}
    alias = {"AliasName": "alias/orders", "TargetKeyId": {"Ref": "Key"}}
    assert deploy(outputs=arn, Key=("KMS::Key", KEY), Alias=("KMS::Alias", alias)) == "CREATE_COMPLETE"
    key = kms.describe_key(KeyId="alias/orders")["KeyMetadata"]
    assert state_of(kms, deploy.ids["Key"]) == {
        "described": ("of orders", "Enabled"),
        "rotates": True,
        "actions": "kms:*",
        "tags": {"team": "tea"},
    }
    assert (deploy.outputs["Arn"], deploy.ids["Key"]) == (key["Arn"], key["KeyId"])


def test_a_key_signs(kms: Any, deploy: Deployment) -> None:
    signing = {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}
    assert deploy(Key=("KMS::Key", signing)) == "CREATE_COMPLETE"
    how = {"KeyId": deploy.ids["Key"], "SigningAlgorithm": "ECDSA_SHA_256", "Message": b"hello"}
    assert kms.verify(**how, Signature=kms.sign(**how)["Signature"])["SignatureValid"]


def test_a_key_is_changed_in_place(kms: Any, deploy: Deployment) -> None:
    deploy(Key=("KMS::Key", KEY))
    statement = {**POLICY["Statement"][0], "Action": "kms:Decrypt"}  # type: ignore[dict-item]
    other = {"KeyPolicy": {**POLICY, "Statement": [statement]}, "Enabled": "false"}
    before = deploy.ids
    assert deploy(Key=("KMS::Key", other)) == "UPDATE_COMPLETE"
    assert deploy.ids == before
    assert state_of(kms, before["Key"]) == {
        "described": ("", "Disabled"),
        "rotates": False,
        "actions": "kms:Decrypt",
        "tags": {},
    }


def test_a_key_is_enabled_before_it_is_rotated(kms: Any, deploy: Deployment) -> None:
    deploy(Key=("KMS::Key", {**KEY, "EnableKeyRotation": False, "Enabled": False}))
    assert deploy(Key=("KMS::Key", {**KEY, "EnableKeyRotation": True})) == "UPDATE_COMPLETE"
    state = state_of(kms, deploy.ids["Key"])
    assert (state["described"], state["rotates"]) == (("of orders", "Enabled"), True)


@pytest.mark.parametrize(("properties", "days"), [(KEY, 7), ({"KeyPolicy": POLICY}, 30)])
def test_a_key_waits_to_be_deleted(kms: Any, deploy: Deployment, properties: Properties, days: int) -> None:
    deploy(Key=("KMS::Key", properties))
    key = deploy.ids["Key"]
    deploy.delete()
    described = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert described["KeyState"] == "PendingDeletion"
    assert round((described["DeletionDate"] - described["CreationDate"]).total_seconds() / 86_400) == days


def test_a_secret_is_generated(secrets: Any, deploy: Deployment) -> None:
    assert deploy(Database=("SecretsManager::Secret", SECRET)) == "CREATE_COMPLETE"
    found = secrets.get_secret_value(SecretId="database")
    value = json.loads(found["SecretString"])
    assert value["username"] == "main"
    assert value["password"].isalnum()
    assert len(value["password"]) == 20
    assert deploy.ids == {"Database": found["ARN"]}
    described = secrets.describe_secret(SecretId="database")
    assert (described["Description"], described["Tags"]) == ("of orders", SECRET["Tags"])


def test_a_secret_is_a_password_alone(secrets: Any, deploy: Deployment) -> None:
    deploy(Database=("SecretsManager::Secret", {"Name": "database", "GenerateSecretString": {}}))
    assert len(secrets.get_secret_value(SecretId="database")["SecretString"]) == 32


def test_a_secret_is_changed_in_place(secrets: Any, deploy: Deployment) -> None:
    given = {"Name": "database", "SecretString": "first", "Description": "old", "Tags": SECRET["Tags"]}
    deploy(Database=("SecretsManager::Secret", given))
    untagged = {**given, "Tags": [], "Description": "new"}
    assert deploy(Database=("SecretsManager::Secret", untagged)) == "UPDATE_COMPLETE"
    assert secrets.describe_secret(SecretId="database").get("Tags", []) == []
    changed = {"Name": "database", "SecretString": "second", "Description": "new"}
    assert deploy(Database=("SecretsManager::Secret", changed)) == "UPDATE_COMPLETE"
    assert secrets.get_secret_value(SecretId="database")["SecretString"] == "second"
    assert secrets.describe_secret(SecretId="database")["Description"] == "new"
    with pytest.raises(ClientError, match="changes of Description of AWS::SecretsManager::Secret"):
        deploy(Database=("SecretsManager::Secret", {"Name": "database", "SecretString": "second"}))


def test_a_secret_goes_with_its_stack(secrets: Any, deploy: Deployment) -> None:
    deploy(Database=("SecretsManager::Secret", SECRET))
    deploy.delete()
    assert secrets.list_secrets(IncludePlannedDeletion=True)["SecretList"] == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({**SECRET, "SecretString": "given"}, "You can only specify one of these"),
        (
            {"GenerateSecretString": {"GenerateStringKey": "password", "SecretStringTemplate": "[]"}},
            "SecretStringTemplate must be a JSON object",
        ),
        ({"GenerateSecretString": {"PasswordLength": "long"}}, "must be a whole number, got 'long'"),
    ],
)
def test_a_secret_that_is_refused_fails_its_stack(
    secrets: Any, deploy: Deployment, wrong: Properties, reason: str
) -> None:
    assert deploy(Database=("SecretsManager::Secret", wrong)) == "ROLLBACK_COMPLETE"
    assert reason in deploy.reason
    assert secrets.list_secrets()["SecretList"] == []


@pytest.mark.parametrize(
    ("kind", "properties", "said"),
    [
        ("KMS::Key", {**KEY, "RotationPeriodInDays": 90}, "RotationPeriodInDays of AWS::KMS::Key"),
        ("SecretsManager::Secret", {**SECRET, "ReplicaRegions": []}, "ReplicaRegions of AWS::SecretsManager"),
    ],
)
def test_unsupported_properties_are_refused(
    deploy: Deployment, kind: str, properties: Properties, said: str
) -> None:
    with pytest.raises(ClientError, match=f"does not imitate {said}"):
        deploy(It=(kind, properties))
