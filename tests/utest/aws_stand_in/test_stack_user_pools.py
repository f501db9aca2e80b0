"""User pools of stacks, with clients, groups and domains.

Source: AWS CloudFormation User Guide, "Amazon Cognito resource type reference".
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

Properties = Mapping[str, Any]
Deploy = Callable[..., str]
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
def deploy(aws: Any) -> Deploy:
    """Return a function that creates a stack, or changes it, and returns its status."""
    formation = aws.client("cloudformation")
    calls = [formation.create_stack]

    def deploy_(**resources: tuple[str, Properties]) -> str:
        described = {
            name: {"Type": f"AWS::Cognito::{kind}", "Properties": one}
            for name, (kind, one) in resources.items()
        }
        outputs = {"Arn": {"Value": {"Fn::GetAtt": ["Pool", "Arn"]}}}
        template = {"Resources": described, "Outputs": outputs}
        calls[-1](StackName="work", TemplateBody=json.dumps(template))
        calls.append(formation.update_stack)
        return str(formation.describe_stacks(StackName="work")["Stacks"][0]["StackStatus"])

    return deploy_


@pytest.fixture
def cognito(aws: Any) -> Any:
    return aws.client("cognito-idp")


def ids(aws: Any) -> dict[str, str]:
    found = aws.client("cloudformation").describe_stack_resources(StackName="work")["StackResources"]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}


def test_a_user_signs_in_to_the_pool_of_a_stack(aws: Any, cognito: Any, deploy: Deploy) -> None:
    status = deploy(
        Pool=("UserPool", POOL),
        App=("UserPoolClient", APP),
        Admins=("UserPoolGroup", ADMINS),
        Pages=("UserPoolDomain", {"UserPoolId": POOL_ID, "Domain": f"pages-{aws.account_id}"}),
    )
    assert status == "CREATE_COMPLETE"
    names = ids(aws)
    pool = cognito.describe_user_pool(UserPoolId=names["Pool"])["UserPool"]
    stack = aws.client("cloudformation").describe_stacks(StackName="work")["Stacks"][0]
    assert stack["Outputs"][0]["OutputValue"] == pool["Arn"]
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


def test_a_new_template_changes_them_in_place(aws: Any, cognito: Any, deploy: Deploy) -> None:
    everything = {
        "Pool": ("UserPool", POOL),
        "App": ("UserPoolClient", APP),
        "Admins": ("UserPoolGroup", ADMINS),
    }
    deploy(**everything)
    before = ids(aws)
    stricter = {
        **POOL,
        "Policies": {"PasswordPolicy": {"MinimumLength": 20}},
        "MfaConfiguration": "OFF",
        "EnabledMfas": [],
    }
    status = deploy(
        Pool=("UserPool", stricter),
        App=("UserPoolClient", {**APP, "AccessTokenValidity": 10}),
        Admins=("UserPoolGroup", {**ADMINS, "Description": "who may reset breakers"}),
    )
    assert status == "UPDATE_COMPLETE"
    assert ids(aws) == before
    pool = cognito.describe_user_pool(UserPoolId=before["Pool"])["UserPool"]
    assert (pool["Policies"]["PasswordPolicy"]["MinimumLength"], pool["MfaConfiguration"]) == (20, "OFF")
    client = cognito.describe_user_pool_client(UserPoolId=before["Pool"], ClientId=before["App"])[
        "UserPoolClient"
    ]
    assert (client["AccessTokenValidity"], client["ClientName"]) == (10, "app")
    group = cognito.get_group(UserPoolId=before["Pool"], GroupName="admins")["Group"]
    assert (group["Description"], group["Precedence"]) == ("who may reset breakers", 1)


def test_they_go_with_their_stack(aws: Any, cognito: Any, deploy: Deploy) -> None:
    deploy(Pool=("UserPool", POOL), App=("UserPoolClient", APP), Admins=("UserPoolGroup", ADMINS))
    assert len(cognito.list_user_pools(MaxResults=10)["UserPools"]) == 1
    aws.client("cloudformation").delete_stack(StackName="work")
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"Policies": {"PasswordPolicy": {"MinimumLength": 5}}}, "greater than or equal to 6"),
        ({"Policies": {"PasswordPolicy": {"MinimumLength": "many"}}}, "must be a whole number, got 'many'"),
    ],
)
def test_a_pool_that_is_refused_fails_its_stack(
    aws: Any, cognito: Any, deploy: Deploy, wrong: Properties, reason: str
) -> None:
    assert deploy(Pool=("UserPool", {**POOL, **wrong})) == "ROLLBACK_COMPLETE"
    events = aws.client("cloudformation").describe_stack_events(StackName="work")["StackEvents"]
    failed = next(one for one in reversed(events) if one["ResourceStatus"] == "CREATE_FAILED")
    assert reason in failed["ResourceStatusReason"]
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


def test_a_pool_sends_text_messages(aws: Any, cognito: Any, deploy: Deploy) -> None:
    sender = {"SnsCallerArn": f"arn:aws:iam::{aws.account_id}:role/sms"}
    texting = {**POOL, "EnabledMfas": ["SMS_MFA"], "SmsConfiguration": sender}
    assert deploy(Pool=("UserPool", texting)) == "CREATE_COMPLETE"
    factors = cognito.get_user_pool_mfa_config(UserPoolId=ids(aws)["Pool"])
    assert factors["SmsMfaConfiguration"]["SmsConfiguration"] == sender
    assert not factors["SoftwareTokenMfaConfiguration"]["Enabled"]


def test_a_pool_that_cannot_be_configured_is_removed_again(aws: Any, cognito: Any, deploy: Deploy) -> None:
    assert deploy(Pool=("UserPool", {**POOL, "EnabledMfas": ["SMS_MFA"]})) == "ROLLBACK_COMPLETE"
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


def test_no_factor_is_left_out_without_a_word(cognito: Any, deploy: Deploy) -> None:
    with pytest.raises(
        ClientError, match="does not imitate EMAIL_OTP in EnabledMfas of AWS::Cognito::UserPool"
    ):
        deploy(Pool=("UserPool", {**POOL, "EnabledMfas": ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]}))
    assert cognito.list_user_pools(MaxResults=10)["UserPools"] == []


def test_no_property_is_left_out_without_a_word(deploy: Deploy) -> None:
    with pytest.raises(ClientError) as refused:
        deploy(Pool=("UserPool", {**POOL, "WebAuthnRelyingPartyID": "example.com"}))
    message = refused.value.response["Error"]["Message"]
    assert "does not imitate WebAuthnRelyingPartyID of AWS::Cognito::UserPool in a stack" in message
    assert deploy(Pool=("UserPool", POOL)) == "CREATE_COMPLETE"
