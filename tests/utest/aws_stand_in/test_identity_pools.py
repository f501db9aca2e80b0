"""Cognito identity pools answer as AWS documents it: first single requests, then what takes several."""

import re
from typing import Any

import jwt
import pytest
import requests
from behaviours import Case
from behaviours.comparing import require
from behaviours.identity_pool_cases import CASES, UNKNOWN
from botocore import UNSIGNED
from botocore.config import Config

from support.stand_in import REGION

PASSWORD = "Corr3ct-horse"
GUEST_ROLE, USER_ROLE, ADMIN_ROLE = (
    f"arn:aws:iam::123456789012:role/{name}" for name in ("guest", "user", "admin")
)


class Site:
    """A user pool with one user, and identity pools: one for all, one for members."""

    def __init__(self, aws: Any) -> None:
        self.aws = aws
        self.users = aws.client("cognito-idp")
        self.admin = aws.client("cognito-identity", parameter_validation=False)
        self.public = aws.session.client(
            "cognito-identity",
            endpoint_url=aws.endpoint_url,
            region_name=REGION,
            config=Config(signature_version=UNSIGNED),
        )
        aws.clients.append(self.public)
        self.user_pool = self.users.create_user_pool(PoolName="users")["UserPool"]["Id"]
        self.client_id = self.users.create_user_pool_client(
            UserPoolId=self.user_pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]["ClientId"]
        self.provider = f"cognito-idp.{REGION}.amazonaws.com/{self.user_pool}"
        self.add_user("ada")
        self.pool = self.create_pool(
            "all", AllowUnauthenticatedIdentities=True, DeveloperProviderName="login.example"
        )
        roles = {"unauthenticated": GUEST_ROLE, "authenticated": USER_ROLE}
        self.admin.set_identity_pool_roles(IdentityPoolId=self.pool, Roles=roles)
        trusted = [{"ProviderName": self.provider, "ClientId": self.client_id}]
        self.members = self.create_pool(
            "members", AllowUnauthenticatedIdentities=False, CognitoIdentityProviders=trusted
        )

    def create_pool(self, name: str, **more: Any) -> str:
        return str(self.admin.create_identity_pool(IdentityPoolName=name, **more)["IdentityPoolId"])

    def add_user(self, name: str) -> None:
        self.users.admin_create_user(UserPoolId=self.user_pool, Username=name, MessageAction="SUPPRESS")
        self.users.admin_set_user_password(
            UserPoolId=self.user_pool, Username=name, Password=PASSWORD, Permanent=True
        )

    def token(self, name: str = "ada") -> str:
        signed_in = self.users.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )
        return str(signed_in["AuthenticationResult"]["IdToken"])

    def logins(self, name: str = "ada") -> dict[str, str]:
        return {self.provider: self.token(name)}

    def guest(self) -> str:
        return str(self.public.get_id(IdentityPoolId=self.pool)["IdentityId"])

    def member(self, name: str = "ada") -> str:
        return str(self.public.get_id(IdentityPoolId=self.members, Logins=self.logins(name))["IdentityId"])

    def role(self, identity: str, **more: Any) -> str:
        """Return the name of the role that the credentials of an identity have."""
        credentials = self.public.get_credentials_for_identity(IdentityId=identity, **more)["Credentials"]
        sts = self.aws.session.client(
            "sts",
            endpoint_url=self.aws.endpoint_url,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretKey"],
            aws_session_token=credentials["SessionToken"],
        )
        self.aws.clients.append(sts)
        return str(sts.get_caller_identity()["Arn"]).split("/")[1]


@pytest.fixture
def site(aws: Any) -> Site:
    return Site(aws)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_identity_pools_answer_as_on_aws(site: Site, case: Case) -> None:
    names = {
        "pool": site.pool,
        "members": site.members,
        "guest": site.guest(),
        "identity": site.member(),
        "provider": site.provider,
        "token": site.token(),
    }
    require(case, site.admin, names)


def claims_of(logins: dict[str, str]) -> dict[str, Any]:
    """Return the claims of the token of the one login."""
    (token,) = logins.values()
    return dict(jwt.decode(token, options={"verify_signature": False}))


def test_public_requests_are_answered_without_a_signature_in_any_account(site: Site) -> None:
    """Source: API reference, GetId: "This is a public API. You do not need any credentials to call this API."."""
    guest = site.guest()
    assert guest.startswith(f"{REGION}:")
    assert (
        site.admin.list_identities(IdentityPoolId=site.pool, MaxResults=10)["Identities"][0]["IdentityId"]
        == guest
    )
    with pytest.raises(site.public.exceptions.ResourceNotFoundException, match=f"IdentityPool '{UNKNOWN}'"):
        site.public.get_id(IdentityPoolId=UNKNOWN)


def test_each_guest_is_another_identity(site: Site) -> None:
    """Source: Developer Guide, "Getting credentials"."""
    assert site.guest() != site.guest()
    assert site.member() == site.member()


def test_credentials_are_those_of_the_kind_of_identity_in_the_account(site: Site) -> None:
    """Source: Developer Guide, "Using role-based access control", default roles."""
    assert site.role(site.guest()) == "guest"
    site.admin.set_identity_pool_roles(IdentityPoolId=site.members, Roles={"authenticated": USER_ROLE})
    assert site.role(site.member(), Logins=site.logins()) == "user"


def test_credentials_expire_an_hour_after_they_are_issued(site: Site, clock: Any) -> None:
    """Source: Developer Guide, "Getting credentials"; API reference, Credentials."""
    guest = site.guest()
    clock.advance(5000)
    credentials = site.public.get_credentials_for_identity(IdentityId=guest)["Credentials"]
    assert credentials["Expiration"].timestamp() - clock() == pytest.approx(3600, abs=60)


def test_credentials_reach_what_the_account_holds(site: Site) -> None:
    """Source: API reference, GetCredentialsForIdentity."""
    site.aws.client("sqs").create_queue(QueueName="inbox")
    role = f"arn:aws:iam::{site.aws.account_id}:role/guest"
    site.admin.set_identity_pool_roles(IdentityPoolId=site.pool, Roles={"unauthenticated": role})
    credentials = site.public.get_credentials_for_identity(IdentityId=site.guest())["Credentials"]
    sqs = site.aws.session.client(
        "sqs",
        endpoint_url=site.aws.endpoint_url,
        region_name=REGION,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretKey"],
        aws_session_token=credentials["SessionToken"],
    )
    site.aws.clients.append(sqs)
    assert [url.rpartition("/")[2] for url in sqs.list_queues()["QueueUrls"]] == ["inbox"]


def test_a_login_of_another_user_opens_no_identity(site: Site) -> None:
    """Source: API reference, GetCredentialsForIdentity, NotAuthorizedException."""
    site.admin.set_identity_pool_roles(IdentityPoolId=site.members, Roles={"authenticated": USER_ROLE})
    site.add_user("eve")
    with pytest.raises(site.public.exceptions.NotAuthorizedException, match="is forbidden"):
        site.role(site.member(), Logins=site.logins("eve"))
    assert site.role(site.member(), Logins=site.logins()) == "user"


def test_an_expired_login_is_refused(site: Site, clock: Any) -> None:
    """Source: Developer Guide, "Using tokens with user pools": an ID token expires."""
    logins = site.logins()
    assert site.public.get_id(IdentityPoolId=site.members, Logins=logins)["IdentityId"]
    clock.advance(3601)
    expected = r"Invalid login token\. Token expired: (?P<now>\d+) >= (?P<exp>\d+)"
    with pytest.raises(site.public.exceptions.NotAuthorizedException, match=expected) as refused:
        site.public.get_id(IdentityPoolId=site.members, Logins=logins)
    named = re.search(expected, str(refused.value))
    assert named
    assert int(named["now"]) > int(named["exp"]) == claims_of(logins)["exp"]


def test_a_login_expires_by_the_clock_of_user_pools(site: Site) -> None:
    logins = site.logins()
    clock = f"{site.aws.endpoint_url}/_mockaws/user-pools/clock?account_id={site.aws.account_id}"
    requests.post(clock, json={"advance_seconds": 3500}, timeout=30).raise_for_status()
    assert site.public.get_id(IdentityPoolId=site.members, Logins=logins)["IdentityId"]
    requests.post(clock, json={"advance_seconds": 101}, timeout=30).raise_for_status()
    with pytest.raises(site.public.exceptions.NotAuthorizedException, match="Token expired"):
        site.public.get_id(IdentityPoolId=site.members, Logins=logins)


def test_the_token_of_another_client_is_refused(site: Site) -> None:
    """Source: API reference, CognitoIdentityProvider: `ClientId`."""
    trusted = [{"ProviderName": site.provider, "ClientId": "another"}]
    strict = site.create_pool(
        "strict", AllowUnauthenticatedIdentities=False, CognitoIdentityProviders=trusted
    )
    with pytest.raises(site.public.exceptions.NotAuthorizedException, match="audience"):
        site.public.get_id(IdentityPoolId=strict, Logins=site.logins())


def _map_roles(site: Site, **mapping: Any) -> None:
    site.admin.set_identity_pool_roles(
        IdentityPoolId=site.members,
        Roles={"authenticated": USER_ROLE},
        RoleMappings={f"{site.provider}:{site.client_id}": mapping},
    )


def test_a_role_is_chosen_by_the_token(site: Site) -> None:
    """Source: Developer Guide, "Using tokens to assign roles to users"."""
    _map_roles(site, Type="Token", AmbiguousRoleResolution="AuthenticatedRole")
    assert site.role(site.member(), Logins=site.logins()) == "user"
    site.users.create_group(UserPoolId=site.user_pool, GroupName="admins", RoleArn=ADMIN_ROLE, Precedence=1)
    site.users.admin_add_user_to_group(UserPoolId=site.user_pool, Username="ada", GroupName="admins")
    assert site.role(site.member(), Logins=site.logins()) == "admin"


def test_no_role_can_mean_no_access(site: Site) -> None:
    """Source: API reference, RoleMapping, AmbiguousRoleResolution."""
    _map_roles(site, Type="Token", AmbiguousRoleResolution="Deny")
    with pytest.raises(site.public.exceptions.NotAuthorizedException, match="no role could be determined"):
        site.role(site.member(), Logins=site.logins())


@pytest.mark.parametrize(
    ("match_type", "value", "role"),
    [
        ("Equals", "ada", "admin"),
        ("Equals", "eve", "user"),
        ("NotEqual", "eve", "admin"),
        ("StartsWith", "a", "admin"),
        ("Contains", "d", "admin"),
        ("Contains", "z", "user"),
    ],
)
def test_a_role_is_chosen_by_rules(site: Site, match_type: str, value: str, role: str) -> None:
    """Source: API reference, MappingRule."""
    rule = {"Claim": "cognito:username", "MatchType": match_type, "Value": value, "RoleARN": ADMIN_ROLE}
    _map_roles(
        site, Type="Rules", AmbiguousRoleResolution="AuthenticatedRole", RulesConfiguration={"Rules": [rule]}
    )
    assert site.role(site.member(), Logins=site.logins()) == role


def test_a_user_picks_one_of_the_roles_in_the_token(site: Site) -> None:
    """Source: API reference, GetCredentialsForIdentity, CustomRoleArn."""
    _map_roles(site, Type="Token", AmbiguousRoleResolution="Deny")
    for number, role in enumerate((USER_ROLE, ADMIN_ROLE)):
        group = f"group-{number}"
        site.users.create_group(UserPoolId=site.user_pool, GroupName=group, RoleArn=role, Precedence=1)
        site.users.admin_add_user_to_group(UserPoolId=site.user_pool, Username="ada", GroupName=group)
    assert site.role(site.member(), Logins=site.logins(), CustomRoleArn=ADMIN_ROLE) == "admin"
    with pytest.raises(site.public.exceptions.NotAuthorizedException, match="not one of the roles"):
        site.role(site.member(), Logins=site.logins(), CustomRoleArn=GUEST_ROLE)


def test_an_open_id_token_names_identity_and_pool(site: Site) -> None:
    """Source: API reference, GetOpenIdToken: "The OpenID token is valid for 10 minutes."."""
    guest = site.guest()
    token = site.public.get_open_id_token(IdentityId=guest)["Token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["aud"], claims["amr"]) == (guest, site.pool, ["unauthenticated"])
    assert claims["exp"] - claims["iat"] == 600


def test_a_developer_identity_is_the_same_each_time(site: Site) -> None:
    """Source: API reference, GetOpenIdTokenForDeveloperIdentity, LookupDeveloperIdentity."""

    def identity(user: str, **more: Any) -> str:
        return str(
            site.admin.get_open_id_token_for_developer_identity(
                IdentityPoolId=site.pool, Logins={"login.example": user}, **more
            )["IdentityId"]
        )

    first = identity("ada")
    assert identity("ada") == first != identity("eve")
    found = site.admin.lookup_developer_identity(IdentityPoolId=site.pool, DeveloperUserIdentifier="ada")
    assert (found["IdentityId"], found["DeveloperUserIdentifierList"]) == (first, ["ada"])
    guest = site.guest()
    assert identity("bob", IdentityId=guest) == guest
    with pytest.raises(
        site.admin.exceptions.DeveloperUserAlreadyRegisteredException, match="belongs to another identity"
    ):
        identity("ada", IdentityId=guest)


def test_a_deleted_identity_is_gone(site: Site) -> None:
    """Source: API reference, DeleteIdentities."""
    guest = site.guest()
    assert site.admin.describe_identity(IdentityId=guest)["IdentityId"] == guest
    site.admin.delete_identities(IdentityIdsToDelete=[guest])
    with pytest.raises(site.admin.exceptions.ResourceNotFoundException, match=f"'{guest}' not found"):
        site.admin.describe_identity(IdentityId=guest)


def test_pools_are_renamed_listed_in_pages_and_tagged(site: Site) -> None:
    """Source: API reference, UpdateIdentityPool, ListIdentityPools, TagResource."""
    site.admin.update_identity_pool(
        IdentityPoolId=site.pool, IdentityPoolName="everybody", AllowUnauthenticatedIdentities=True
    )
    first = site.admin.list_identity_pools(MaxResults=1)
    second = site.admin.list_identity_pools(MaxResults=1, NextToken=first["NextToken"])
    names = [page["IdentityPools"][0]["IdentityPoolName"] for page in (first, second)]
    assert sorted(names) == ["everybody", "members"]
    arn = f"arn:aws:cognito-identity:{REGION}:{site.aws.account_id}:identitypool/{site.pool}"
    site.admin.tag_resource(ResourceArn=arn, Tags={"stage": "test", "team": "a"})
    site.admin.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert site.admin.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"stage": "test"}


def test_other_accounts_do_not_see_an_identity(site: Site) -> None:
    """Source: API reference, DescribeIdentity: "You must use Amazon Web Services developer credentials"."""
    guest = site.guest()
    other = site.aws.own_client("cognito-identity", account_id="999999999999")
    with pytest.raises(other.exceptions.ResourceNotFoundException, match=f"'{guest}' not found"):
        other.describe_identity(IdentityId=guest)
    assert site.admin.describe_identity(IdentityId=guest)
