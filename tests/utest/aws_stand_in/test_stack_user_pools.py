"""User pools of stacks, with clients, groups and domains.

Source: AWS CloudFormation User Guide, "Amazon Cognito resource type reference".
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

POOL_ID = {"Ref": "Pool"}
POOL: Properties = {
    "UserPoolName": "readers",
    "UsernameAttributes": ["email"],
    "AutoVerifiedAttributes": ["email"],
    "Policies": {"PasswordPolicy": {"MinimumLength": "12", "RequireSymbols": "false"}},
    "Schema": [{"Name": "team", "AttributeDataType": "String", "Mutable": True}],
    "MfaConfiguration": "OPTIONAL",
    "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
    "UserPoolTags": {"team": "tea"},
}
APP: Properties = {
    "UserPoolId": POOL_ID,
    "ClientName": "app",
    "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    "AccessTokenValidity": "30",
    "TokenValidityUnits": {"AccessToken": "minutes"},
}
ADMINS: Properties = {"UserPoolId": POOL_ID, "GroupName": "admins", "Precedence": "1"}


@pytest.fixture
def cognito(aws: Any) -> Any:
    return aws.client("cognito-idp")


def test_a_user_signs_in_to_the_pool_of_a_stack(aws: Any, cognito: Any, deploy: Deployment) -> None:
    status = deploy(
        outputs={"Arn": {"Value": {"Fn::GetAtt": ["Pool", "Arn"]}}},
        Pool=("Cognito::UserPool", POOL),
        App=("Cognito::UserPoolClient", APP),
        Admins=("Cognito::UserPoolGroup", ADMINS),
        Pages=("Cognito::UserPoolDomain", {"UserPoolId": POOL_ID, "Domain": f"pages-{aws.account_id}"}),
    )
    assert status == "CREATE_COMPLETE"
    names = deploy.ids
    pool = cognito.describe_user_pool(UserPoolId=names["Pool"])["UserPool"]
    assert deploy.outputs == {"Arn": pool["Arn"]}
    policy = pool["Policies"]["PasswordPolicy"]
    assert (pool["Name"], policy["MinimumLength"], policy["RequireSymbols"]) == ("readers", 12, False)
    assert (pool["MfaConfiguration"], pool["Domain"]) == ("OPTIONAL", f"pages-{aws.account_id}")
    assert pool["UserPoolTags"] == {"team": "tea"}
    assert "custom:team" in {one["Name"] for one in pool["SchemaAttributes"]}
    factors = cognito.get_user_pool_mfa_config(UserPoolId=names["Pool"])
    assert factors["SoftwareTokenMfaConfiguration"]["Enabled"]
    user = {"UserPoolId": names["Pool"], "Username": "ada@example.com"}
    cognito.admin_create_user(**user, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**user, Password="correctHorse1", Permanent=True)
    cognito.admin_add_user_to_group(**user, GroupName="admins")
    signed_in = cognito.initiate_auth(
        ClientId=names["App"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada@example.com", "PASSWORD": "correctHorse1"},
    )
    assert signed_in["AuthenticationResult"]["ExpiresIn"] == 1800


def test_a_new_template_changes_them_in_place(cognito: Any, deploy: Deployment) -> None:
    everything = {
        "Pool": ("Cognito::UserPool", POOL),
        "App": ("Cognito::UserPoolClient", APP),
        "Admins": ("Cognito::UserPoolGroup", ADMINS),
    }
    deploy(**everything)
    before = deploy.ids
    stricter = {
        **POOL,
        "Policies": {"PasswordPolicy": {"MinimumLength": 20}},
        "MfaConfiguration": "OFF",
        "EnabledMfas": [],
    }
    status = deploy(
        Pool=("Cognito::UserPool", stricter),
        App=("Cognito::UserPoolClient", {**APP, "AccessTokenValidity": 10}),
        Admins=("Cognito::UserPoolGroup", {**ADMINS, "Description": "who may reset breakers"}),
    )
    assert status == "UPDATE_COMPLETE"
    assert deploy.ids == before
    pool = cognito.describe_user_pool(UserPoolId=before["Pool"])["UserPool"]
    assert (pool["Policies"]["PasswordPolicy"]["MinimumLength"], pool["MfaConfiguration"]) == (20, "OFF")
    client = cognito.describe_user_pool_client(UserPoolId=before["Pool"], ClientId=before["App"])[
        "UserPoolClient"
    ]
    assert (client["AccessTokenValidity"], client["ClientName"]) == (10, "app")
    group = cognito.get_group(UserPoolId=before["Pool"], GroupName="admins")["Group"]
    assert (group["Description"], group["Precedence"]) == ("who may reset breakers", 1)


def test_they_go_with_their_stack(cognito: Any, deploy: Deployment) -> None:
    deploy(
        Pool=("Cognito::UserPool", POOL),
        App=("Cognito::UserPoolClient", APP),
        Admins=("Cognito::UserPoolGroup", ADMINS),
    )
    assert len(cognito.list_user_pools(MaxResults=10)["UserPools"]) == 1
    deploy.delete()
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"Policies": {"PasswordPolicy": {"MinimumLength": 5}}}, "greater than or equal to 6"),
        ({"Policies": {"PasswordPolicy": {"MinimumLength": "many"}}}, "must be a whole number, got 'many'"),
    ],
)
def test_a_pool_that_is_refused_fails_its_stack(
    cognito: Any, deploy: Deployment, wrong: Properties, reason: str
) -> None:
    assert deploy(Pool=("Cognito::UserPool", {**POOL, **wrong})) == "ROLLBACK_COMPLETE"
    assert reason in deploy.reason
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


def test_a_pool_sends_text_messages(aws: Any, cognito: Any, deploy: Deployment) -> None:
    sender = {"SnsCallerArn": f"arn:aws:iam::{aws.account_id}:role/sms"}
    texting = {**POOL, "EnabledMfas": ["SMS_MFA"], "SmsConfiguration": sender}
    assert deploy(Pool=("Cognito::UserPool", texting)) == "CREATE_COMPLETE"
    factors = cognito.get_user_pool_mfa_config(UserPoolId=deploy.ids["Pool"])
    assert factors["SmsMfaConfiguration"]["SmsConfiguration"] == sender
    assert not factors["SoftwareTokenMfaConfiguration"]["Enabled"]


def test_a_pool_that_cannot_be_configured_is_removed_again(cognito: Any, deploy: Deployment) -> None:
    assert deploy(Pool=("Cognito::UserPool", {**POOL, "EnabledMfas": ["SMS_MFA"]})) == "ROLLBACK_COMPLETE"
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


def test_no_factor_is_left_out_without_a_word(cognito: Any, deploy: Deployment) -> None:
    with pytest.raises(
        ClientError, match="does not imitate EMAIL_OTP in EnabledMfas of AWS::Cognito::UserPool"
    ):
        deploy(Pool=("Cognito::UserPool", {**POOL, "EnabledMfas": ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]}))
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


def test_unsupported_properties_are_refused(deploy: Deployment) -> None:
    with pytest.raises(ClientError) as refused:
        deploy(Pool=("Cognito::UserPool", {**POOL, "WebAuthnRelyingPartyID": "example.com"}))
    message = refused.value.response["Error"]["Message"]
    assert "does not imitate WebAuthnRelyingPartyID of AWS::Cognito::UserPool in a stack" in message
    assert deploy(Pool=("Cognito::UserPool", POOL)) == "CREATE_COMPLETE"
