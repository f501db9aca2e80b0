"""Cognito user pools answer as AWS documents it: first single requests, then what takes several."""

from typing import Any

import jwt
import pytest
from behaviours import Case
from behaviours.cognito_cases import CASES, attributes, sign_in
from behaviours.comparing import MadeWhenNamed, require
from s3_requests import refusal

PASSWORD = "Corr3ct-horse"
SCHEMA = [
    {"Name": "level", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "10"}},
    {"Name": "code", "AttributeDataType": "String", "Mutable": False,
     "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "5"}},
    {"Name": "flag", "AttributeDataType": "Boolean"},
    {"Name": "free", "AttributeDataType": "String"},
]  # fmt: skip


class Site:
    """A user pool with users in all states, and clients of several kinds."""

    def __init__(self, aws: Any) -> None:
        self.aws = aws
        self.cognito = aws.client("cognito-idp", parameter_validation=False)
        self.errors = self.cognito.exceptions
        pool = self.cognito.create_user_pool(PoolName="users", AliasAttributes=["email"], Schema=SCHEMA)[
            "UserPool"
        ]
        self.pool, self.arn = pool["Id"], pool["Arn"]
        self.client = self.add_client()
        for name, more in {
            "ada": {"email_verified": "true", "custom__code": "abc"},
            "bob": {},
            "dan": {},
        }.items():
            self.add_user(name, email=f"{name}@example.com", **more)
        self.cognito.admin_disable_user(UserPoolId=self.pool, Username="dan")
        self.cognito.create_group(UserPoolId=self.pool, GroupName="readers")

    def add_client(self, **more: Any) -> str:
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]
        settings = {"ClientName": "app", "ExplicitAuthFlows": flows, **more}
        created = self.cognito.create_user_pool_client(UserPoolId=self.pool, **settings)
        return str(created["UserPoolClient"]["ClientId"])

    def add_user(self, name: str, **values: str) -> None:
        self.cognito.admin_create_user(
            UserPoolId=self.pool, Username=name, MessageAction="SUPPRESS", UserAttributes=attributes(**values)
        )
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=name, Password=PASSWORD, Permanent=True
        )

    def sign_in(self, name: str = "ada", client: str = "") -> dict[str, Any]:
        return dict(
            self.cognito.initiate_auth(**sign_in(name, client or self.client))["AuthenticationResult"]
        )

    def claims(self, name: str = "ada", kind: str = "Id") -> dict[str, Any]:
        return dict(jwt.decode(self.sign_in(name)[f"{kind}Token"], options={"verify_signature": False}))

    def user_attributes(self, name: str) -> dict[str, str]:
        found = self.cognito.admin_get_user(UserPoolId=self.pool, Username=name)["UserAttributes"]
        return {attribute["Name"]: attribute["Value"] for attribute in found}


@pytest.fixture
def site(aws: Any) -> Site:
    return Site(aws)


@pytest.fixture
def names(site: Site) -> MadeWhenNamed:
    return MadeWhenNamed(
        pool=lambda: site.pool,
        arn=lambda: site.arn,
        client=lambda: site.client,
        discreet=lambda: site.add_client(PreventUserExistenceErrors="ENABLED"),
        narrow=lambda: site.add_client(ReadAttributes=["name"], WriteAttributes=["name"]),
        rotating=lambda: site.add_client(RefreshTokenRotation={"Feature": "ENABLED"}),
        other_pool=lambda: site.cognito.create_user_pool(PoolName="other")["UserPool"]["Id"],
        token=lambda: site.sign_in()["AccessToken"],
        narrow_token=lambda: site.sign_in(client=site.add_client(WriteAttributes=["name"]))["AccessToken"],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_user_pools_answer_as_on_aws(site: Site, names: MadeWhenNamed, case: Case) -> None:
    if "una" in str(case.parameters):
        site.cognito.sign_up(ClientId=site.client, Username="una", Password=PASSWORD)
    if "max" in str(case.parameters):
        site.cognito.admin_create_user(UserPoolId=site.pool, Username="max", MessageAction="SUPPRESS")
    require(case, site.cognito, names)


def test_cases_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 90


def test_a_case_says_how_a_message_ends() -> None:
    with pytest.raises(ValueError, match="say how the message of NotFound ends"):
        Case("anything", "nowhere", "get", {}, ("NotFound", "…"))


def test_a_pool_has_50_custom_attributes_at_most(site: Site) -> None:
    """Source: Developer Guide, "Quotas in Amazon Cognito"."""

    def add(*names: str) -> None:
        new = [{"Name": name, "AttributeDataType": "String"} for name in names]
        site.cognito.add_custom_attributes(UserPoolId=site.pool, CustomAttributes=new)

    names = [f"a{number}" for number in range(50 - len(SCHEMA))]
    add(*names[:25])
    add(*names[25:])
    with pytest.raises(site.errors.InvalidParameterException, match="must not be more than 50"):
        add("more")


# ------------------------------------------------------------------------------------------- aliases


def test_a_verified_alias_signs_in(site: Site) -> None:
    """Source: Developer Guide, "Customizing sign-in attributes"."""
    assert site.claims("ada@example.com")["cognito:username"] == "ada"
    with pytest.raises(site.errors.UserNotFoundException):
        site.sign_in("bob@example.com")
    verified = attributes(email_verified="true")
    site.cognito.admin_update_user_attributes(UserPoolId=site.pool, Username="bob", UserAttributes=verified)
    assert site.claims("bob@example.com")["cognito:username"] == "bob"


def test_an_alias_is_one_users_unless_it_is_forced(site: Site) -> None:
    """Source: API reference, AdminCreateUser, ForceAliasCreation."""
    taken = {
        "UserPoolId": site.pool,
        "Username": "eve",
        "MessageAction": "SUPPRESS",
        "UserAttributes": attributes(email="ada@example.com", email_verified="true"),
    }
    with pytest.raises(site.errors.AliasExistsException):
        site.cognito.admin_create_user(**taken)
    site.cognito.admin_create_user(**taken, ForceAliasCreation=True)
    assert site.user_attributes("ada")["email_verified"] == "false"


# ------------------------------------------------------------------------------------------- refreshing


def test_a_rotated_refresh_token_is_used_once(site: Site) -> None:
    """Source: API reference, GetTokensFromRefreshToken, RefreshTokenReuseException."""
    client = site.add_client(RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0})
    first = site.sign_in(client=client)["RefreshToken"]

    def refresh(token: str) -> str:
        answer = site.cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=token)
        return str(answer["AuthenticationResult"]["RefreshToken"])

    second = refresh(first)
    assert second != first
    with pytest.raises(site.errors.RefreshTokenReuseException):
        refresh(first)
    assert refresh(second)


def test_a_rotated_refresh_token_has_a_grace_period(site: Site, clock: Any) -> None:
    """Source: API reference, RefreshTokenRotationType, RetryGracePeriodSeconds."""
    client = site.add_client(RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 60})
    first = site.sign_in(client=client)["RefreshToken"]
    for seconds in (0, 59):
        clock.advance(seconds)
        assert site.cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=first)
    clock.advance(2)
    with pytest.raises(site.errors.RefreshTokenReuseException):
        site.cognito.get_tokens_from_refresh_token(ClientId=client, RefreshToken=first)


def test_a_client_that_does_not_rotate_gets_no_new_refresh_token(site: Site) -> None:
    """Source: API reference, GetTokensFromRefreshToken."""
    token = site.sign_in()["RefreshToken"]
    answer = site.cognito.get_tokens_from_refresh_token(ClientId=site.client, RefreshToken=token)
    assert set(answer["AuthenticationResult"]) == {"AccessToken", "IdToken", "ExpiresIn", "TokenType"}


# ------------------------------------------------------------------------------------------- groups


def join(site: Site, group: str, **more: Any) -> None:
    site.cognito.create_group(UserPoolId=site.pool, GroupName=group, **more)
    site.cognito.admin_add_user_to_group(UserPoolId=site.pool, Username="ada", GroupName=group)


def role(name: str) -> str:
    return f"arn:aws:iam::123456789012:role/{name}"


def test_groups_stand_in_tokens_in_the_order_of_their_precedence(site: Site) -> None:
    """Source: Developer Guide, "Adding groups to a user pool", assigning precedence values."""
    for group, precedence in (("last", {}), ("second", {"Precedence": 5}), ("first", {"Precedence": 0})):
        join(site, group, **precedence)
    for kind in ("Id", "Access"):
        assert site.claims(kind=kind)["cognito:groups"] == ["first", "second", "last"]


def test_the_preferred_role_is_that_of_the_group_that_takes_precedence(site: Site) -> None:
    """Source: API reference, GroupType, Precedence."""
    join(site, "users", RoleArn=role("user"), Precedence=10)
    join(site, "admins", RoleArn=role("admin"), Precedence=1)
    claims = site.claims()
    assert claims["cognito:preferred_role"] == role("admin")
    assert claims["cognito:roles"] == [role("admin"), role("user")]
    assert "cognito:roles" not in site.claims(kind="Access")


def test_equal_precedence_prefers_no_role_unless_it_is_the_same(site: Site) -> None:
    """Source: API reference, GroupType, Precedence."""
    join(site, "a", RoleArn=role("user"), Precedence=1)
    join(site, "b", RoleArn=role("user"), Precedence=1)
    assert site.claims()["cognito:preferred_role"] == role("user")
    join(site, "c", RoleArn=role("admin"), Precedence=1)
    assert "cognito:preferred_role" not in site.claims()


def test_a_user_leaves_a_group_that_is_deleted(site: Site) -> None:
    """Source: API reference, DeleteGroup."""
    join(site, "short")
    assert site.claims()["cognito:groups"] == ["short"]
    site.cognito.delete_group(UserPoolId=site.pool, GroupName="short")
    assert "cognito:groups" not in site.claims()


# ------------------------------------------------------------------------------------------- attributes


def test_a_pool_with_custom_attributes_has_the_standard_ones(site: Site) -> None:
    """Source: API reference, CreateUserPool, SchemaAttributes."""
    described = site.cognito.describe_user_pool(UserPoolId=site.pool)["UserPool"]["SchemaAttributes"]
    names = {attribute["Name"] for attribute in described}
    assert {"sub", "email", "address", "custom:level", "custom:code"} <= names


def test_values_within_the_limits_are_kept(site: Site) -> None:
    """Source: API reference, SchemaAttributeType."""
    values = {
        "custom:level": "10",
        "custom:flag": "true",
        "custom:free": "x" * 2048,
        "birthdate": "1815-12-10",
    }
    given = [{"Name": name, "Value": value} for name, value in values.items()]
    site.cognito.admin_update_user_attributes(UserPoolId=site.pool, Username="ada", UserAttributes=given)
    assert values.items() <= site.user_attributes("ada").items()
    assert site.claims()["custom:level"] == "10"


def test_a_required_attribute_is_given(site: Site) -> None:
    """Source: API reference, SchemaAttributeType, Required."""
    pool = site.cognito.create_user_pool(
        PoolName="strict", Schema=[{"Name": "family_name", "Required": True}]
    )
    site.pool = pool["UserPool"]["Id"]
    client = site.add_client()
    with pytest.raises(site.errors.InvalidParameterException, match="family_name: The attribute is required"):
        site.cognito.sign_up(ClientId=client, Username="ada", Password=PASSWORD)
    named = attributes(family_name="Lovelace")
    assert site.cognito.sign_up(ClientId=client, Username="ada", Password=PASSWORD, UserAttributes=named)[
        "UserSub"
    ]


def test_a_user_reads_what_the_client_may_read(site: Site) -> None:
    """Source: Developer Guide, "Attribute permissions and scopes"."""
    client = site.add_client(ReadAttributes=["email"], WriteAttributes=["name"])
    tokens = site.sign_in(client=client)
    user = site.cognito.get_user(AccessToken=tokens["AccessToken"])
    assert {attribute["Name"] for attribute in user["UserAttributes"]} == {"sub", "email"}
    claims = jwt.decode(tokens["IdToken"], options={"verify_signature": False})
    assert "email" in claims
    assert "custom:code" not in claims


def test_a_user_deletes_an_attribute(site: Site) -> None:
    """Source: API reference, DeleteUserAttributes."""
    token = site.sign_in()["AccessToken"]
    site.cognito.update_user_attributes(AccessToken=token, UserAttributes=attributes(nickname="Ada"))
    assert site.user_attributes("ada")["nickname"] == "Ada"
    site.cognito.delete_user_attributes(AccessToken=token, UserAttributeNames=["nickname"])
    assert "nickname" not in site.user_attributes("ada")


# ------------------------------------------------------------------------------------------- tags, keys


def test_tags_are_added_and_removed(site: Site) -> None:
    """Source: API reference, TagResource, UntagResource, ListTagsForResource."""
    site.cognito.tag_resource(ResourceArn=site.arn, Tags={"stage": "test", "team": "a"})
    site.cognito.untag_resource(ResourceArn=site.arn, TagKeys=["team"])
    assert site.cognito.list_tags_for_resource(ResourceArn=site.arn)["Tags"] == {"stage": "test"}
    described = site.cognito.describe_user_pool(UserPoolId=site.pool)["UserPool"]
    assert described["UserPoolTags"] == {"stage": "test"}


def test_a_disabled_user_has_no_session(site: Site) -> None:
    """Source: API reference, AdminDisableUser, GetUser."""
    token = site.sign_in()["AccessToken"]
    assert site.cognito.get_user(AccessToken=token)["Username"] == "ada"
    site.cognito.admin_disable_user(UserPoolId=site.pool, Username="ada")
    with pytest.raises(site.errors.NotAuthorizedException, match="revoked"):
        site.cognito.get_user(AccessToken=token)


def test_a_pool_has_one_kind_of_names_to_sign_in_with(site: Site) -> None:
    refused = refusal(
        site.cognito.create_user_pool,
        PoolName="both",
        UsernameAttributes=["email"],
        AliasAttributes=["email"],
    )
    assert refused["Code"] == "InvalidParameterException"


@pytest.mark.parametrize("operation", ["create_user_pool_client", "update_user_pool_client"])
def test_settings_of_sign_in_are_all_old_or_all_new(site: Site, operation: str) -> None:
    named = {"ClientName": "c"} if operation.startswith("create") else {"ClientId": site.client}
    change = getattr(site.cognito, operation)
    flows = ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"]
    refused = refusal(change, UserPoolId=site.pool, **named, ExplicitAuthFlows=flows)
    assert refused["Code"] == "InvalidParameterException"
    change(UserPoolId=site.pool, **named, ExplicitAuthFlows=flows[1:])


def test_a_pool_with_a_domain_is_not_deleted(site: Site) -> None:
    domain = {"Domain": f"shop-{site.aws.account_id}", "UserPoolId": site.pool}
    site.cognito.create_user_pool_domain(**domain)
    refused = refusal(site.cognito.delete_user_pool, UserPoolId=site.pool)
    assert (refused["Code"], refused["Message"]) == (
        "InvalidParameterException",
        "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    )
    site.cognito.delete_user_pool_domain(**domain)
    site.cognito.delete_user_pool(UserPoolId=site.pool)


def test_users_are_listed_by_one_condition(site: Site) -> None:
    def listed(condition: str) -> list[str]:
        found = site.cognito.list_users(UserPoolId=site.pool, Filter=condition)["Users"]
        return [one["Username"] for one in found]

    assert listed('email = "ada@example.com"') == ["ada"]
    assert listed('username ^= "a"') == ["ada"]
    for wrong in ('email = "a" and username = "b"', 'username = "a"b"', "username = a"):
        refused = refusal(site.cognito.list_users, UserPoolId=site.pool, Filter=wrong)
        assert refused["Code"] == "InvalidParameterException"
