"""Signing in, refreshing and signing out, checked as Cognito checks them."""

import base64
import hashlib
import hmac
import secrets
from typing import Any

import jwt
import pytest
import requests
from pycognito.aws_srp import AWSSRP

from aws_stand_in.overlays.cognito import srp

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning:pycognito")

PASSWORD = "Corr3ct-horse"
EMAIL = "ada@example.com"


class Pool:
    """A user pool like Manuel's, with one user."""

    def __init__(self, aws: Any, region: str = "eu-west-1", **client: Any) -> None:
        self.aws = aws
        self.region = region
        self.cognito = aws.client("cognito-idp", region=region)
        self.errors = self.cognito.exceptions
        self.id = self.cognito.create_user_pool(
            PoolName="pool", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]
        )["UserPool"]["Id"]
        self.client_id, self.secret = self.add_client(**client)
        self.sub = self.add_user(EMAIL)

    def add_client(self, **more: Any) -> tuple[str, str | None]:
        settings = {
            "ExplicitAuthFlows": [
                "ALLOW_USER_SRP_AUTH",
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_REFRESH_TOKEN_AUTH",
            ],
            "PreventUserExistenceErrors": "ENABLED",
            **more,
        }
        client = self.cognito.create_user_pool_client(UserPoolId=self.id, ClientName="app", **settings)
        return client["UserPoolClient"]["ClientId"], client["UserPoolClient"].get("ClientSecret")

    def add_user(self, email: str) -> str:
        created = self.cognito.admin_create_user(
            UserPoolId=self.id,
            Username=email,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": email},
                {"Name": "email_verified", "Value": "true"},
                {"Name": "name", "Value": "Ada"},
            ],
        )
        self.cognito.admin_set_user_password(
            UserPoolId=self.id, Username=email, Password=PASSWORD, Permanent=True
        )
        return str(created["User"]["Username"])

    def srp(self, password: str = PASSWORD, username: str = EMAIL) -> dict[str, Any]:
        return dict(
            AWSSRP(
                username=username,
                password=password,
                pool_id=self.id,
                client_id=self.client_id,
                client=self.cognito,
                client_secret=self.secret,
            ).authenticate_user()["AuthenticationResult"]
        )

    def initiate(self, flow: str, **parameters: str) -> dict[str, Any]:
        return dict(
            self.cognito.initiate_auth(ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters)
        )

    def password(self, password: str = PASSWORD, username: str = EMAIL) -> dict[str, Any]:
        return dict(
            self.initiate("USER_PASSWORD_AUTH", USERNAME=username, PASSWORD=password)["AuthenticationResult"]
        )

    def refresh(self, token: str) -> dict[str, Any]:
        return dict(self.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)["AuthenticationResult"])


@pytest.fixture
def pool(aws: Any) -> Pool:
    return Pool(aws)


def claims(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


# ---------------------------------------------------------------------------------------------- SRP


def test_srp_signs_in_with_the_password_only(pool: Pool) -> None:
    assert claims(pool.srp()["AccessToken"])["sub"] == pool.sub
    with pytest.raises(pool.errors.NotAuthorizedException, match=r"Incorrect username or password\."):
        pool.srp("wr0ng-Horse!")


def test_srp_proof_is_checked_bit_by_bit(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = AWSSRP.process_challenge

    def with_other(name: str, value: str) -> None:
        def changed(self: AWSSRP, *arguments: Any) -> dict[str, str]:
            return {**genuine(self, *arguments), name: value}

        monkeypatch.setattr(AWSSRP, "process_challenge", changed)

    bogus = base64.b64encode(b"0" * 32).decode()
    for name, value in (
        ("PASSWORD_CLAIM_SIGNATURE", bogus),
        ("PASSWORD_CLAIM_SIGNATURE", "bogus"),
        ("TIMESTAMP", "Mon Jan 1 00:00:00 UTC 2001"),
        ("PASSWORD_CLAIM_SECRET_BLOCK", bogus),
    ):
        with_other(name, value)
        with pytest.raises(pool.errors.NotAuthorizedException):
            pool.srp()
    monkeypatch.setattr(AWSSRP, "process_challenge", genuine)
    assert pool.srp()


def test_srp_challenge_counts_once(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    responses: list[dict[str, str]] = []
    genuine = AWSSRP.process_challenge

    def remember(self: AWSSRP, *arguments: Any) -> dict[str, str]:
        responses.append(genuine(self, *arguments))
        return responses[-1]

    monkeypatch.setattr(AWSSRP, "process_challenge", remember)
    pool.srp()
    with pytest.raises(pool.errors.NotAuthorizedException):
        pool.cognito.respond_to_auth_challenge(
            ClientId=pool.client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=responses[0]
        )


class SrpProof:
    """The proof of a password, up to the challenge that asks for it."""

    def __init__(self, pool: Pool) -> None:
        self._protocol = AWSSRP(EMAIL, PASSWORD, pool.id, pool.client_id, client=pool.cognito)
        self._parameters = self._protocol.get_auth_params()
        self._asked = pool.initiate("USER_SRP_AUTH", **self._parameters)["ChallengeParameters"]

    def send(self, pool: Pool) -> dict[str, Any]:
        responses = self._protocol.process_challenge(self._asked, self._parameters)
        return dict(
            pool.cognito.respond_to_auth_challenge(
                ClientId=pool.client_id,
                ChallengeName="PASSWORD_VERIFIER",
                ChallengeResponses=responses,
            )
        )


def test_srp_proof_is_for_one_client(pool: Pool) -> None:
    """Else the proof of one pool would count in another that has a user of the same name."""
    of_client = SrpProof(pool)
    pool.client_id, first = pool.add_client()[0], pool.client_id
    with pytest.raises(pool.errors.NotAuthorizedException, match=r"Incorrect username or password\."):
        of_client.send(pool)
    pool.client_id = first
    assert SrpProof(pool).send(pool)["AuthenticationResult"]


def test_srp_proof_expires(pool: Pool, clock: Any) -> None:
    """Source: API reference, CreateUserPoolClient, AuthSessionValidity: three minutes by default."""
    in_time, late = SrpProof(pool), SrpProof(pool)
    clock.advance(179)
    assert in_time.send(pool)["AuthenticationResult"]
    clock.advance(1)
    with pytest.raises(pool.errors.NotAuthorizedException, match="session is expired"):
        late.send(pool)


@pytest.mark.parametrize("public", ["0", f"{srp.N:x}", f"{2 * srp.N:x}", "no hexadecimal number"])
def test_srp_refuses_public_values_that_would_reveal_the_key(pool: Pool, public: str) -> None:
    with pytest.raises(pool.errors.InvalidParameterException, match="SRP_A"):
        pool.initiate("USER_SRP_AUTH", USERNAME=EMAIL, SRP_A=public)
    assert pool.initiate("USER_SRP_AUTH", USERNAME=EMAIL, SRP_A="2")["ChallengeName"] == "PASSWORD_VERIFIER"


def test_srp_works_for_many_random_values(pool: Pool) -> None:
    """Wrong padding of numbers would fail for about one value in 256."""
    for _ in range(25):
        client = AWSSRP(
            username=EMAIL, password=PASSWORD, pool_id=pool.id, client_id=pool.client_id, client=pool.cognito
        )
        challenge = srp.challenge(
            pool.id,
            pool.sub,
            PASSWORD,
            f"{client.large_a_value:x}",
            int.from_bytes(secrets.token_bytes(16), "big"),
        )
        answer = client.process_challenge(
            {
                "USERNAME": pool.sub,
                "USER_ID_FOR_SRP": pool.sub,
                "SALT": f"{challenge.salt:x}",
                "SRP_B": f"{challenge.server_public:x}",
                "SECRET_BLOCK": challenge.secret_block,
            },
            {"USERNAME": EMAIL},
        )
        signature, timestamp = answer["PASSWORD_CLAIM_SIGNATURE"], answer["TIMESTAMP"]
        assert challenge.proves(signature, timestamp, challenge.secret_block)


# ---------------------------------------------------------------------------------------------- flows, users


@pytest.mark.parametrize(
    ("flow", "allowed", "message"),
    [
        ("USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"),
        ("USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "USER_SRP_AUTH is not enabled for the client"),
        ("REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "Auth flow not enabled for this client"),
    ],
)
def test_flow_that_the_client_does_not_allow_is_refused(
    aws: Any, flow: str, allowed: str, message: str
) -> None:
    pool = Pool(aws, ExplicitAuthFlows=[allowed])
    with pytest.raises(pool.errors.InvalidParameterException, match=message):
        pool.initiate(flow, USERNAME=EMAIL, PASSWORD=PASSWORD, SRP_A="2", REFRESH_TOKEN="t")


def test_client_without_flows_allows_srp_and_refresh(aws: Any) -> None:
    pool = Pool(aws, ExplicitAuthFlows=[])
    assert pool.refresh(pool.srp()["RefreshToken"])
    with pytest.raises(pool.errors.InvalidParameterException):
        pool.password()


def test_admin_flow_must_be_allowed(aws: Any) -> None:
    parameters = {"USERNAME": EMAIL, "PASSWORD": PASSWORD}
    for allowed in (True, False):
        pool = Pool(
            aws, ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"] if allowed else ["ALLOW_USER_SRP_AUTH"]
        )

        def sign_in(pool: Pool = pool) -> Any:
            return pool.cognito.admin_initiate_auth(
                UserPoolId=pool.id,
                ClientId=pool.client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters=parameters,
            )

        if allowed:
            assert "IdToken" in sign_in()["AuthenticationResult"]
        else:
            with pytest.raises(pool.errors.InvalidParameterException):
                sign_in()


def test_unknown_user_looks_like_a_wrong_password(pool: Pool) -> None:
    refused = pool.errors.NotAuthorizedException
    for username in (EMAIL, "nobody@example.com"):
        with pytest.raises(refused, match=r"Incorrect username or password\."):
            pool.password("wr0ng-Horse!", username)
        with pytest.raises(refused, match=r"Incorrect username or password\."):
            pool.srp("wr0ng-Horse!", username)
    first, second = (
        pool.initiate("USER_SRP_AUTH", USERNAME="nobody@example.com", SRP_A="2")["ChallengeParameters"]
        for _ in "12"
    )
    assert {name: first[name] for name in ("SALT", "USER_ID_FOR_SRP")} == {
        name: second[name] for name in ("SALT", "USER_ID_FOR_SRP")
    }
    assert first["SRP_B"] != second["SRP_B"]


def test_unknown_user_is_reported_if_the_client_does_not_hide_users(aws: Any) -> None:
    pool = Pool(aws, PreventUserExistenceErrors="LEGACY")
    for sign_in in (pool.password, pool.srp):
        with pytest.raises(pool.errors.UserNotFoundException):
            sign_in(username="nobody@example.com")
    with pytest.raises(pool.errors.UserNotFoundException):
        pool.cognito.forgot_password(ClientId=pool.client_id, Username="nobody@example.com")


def test_password_reset_of_an_unknown_user_looks_like_that_of_a_known_user(pool: Pool) -> None:
    for username in (EMAIL, "nobody@example.com"):
        details = pool.cognito.forgot_password(ClientId=pool.client_id, Username=username)[
            "CodeDeliveryDetails"
        ]
        assert set(details) == {"Destination", "DeliveryMedium", "AttributeName"}
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.cognito.confirm_forgot_password(
            ClientId=pool.client_id,
            Username="nobody@example.com",
            ConfirmationCode="123456",
            Password=PASSWORD,
        )


def test_user_name_is_the_same_in_any_case(pool: Pool) -> None:
    assert claims(pool.srp(username="Ada@Example.COM")["IdToken"])["sub"] == pool.sub
    assert pool.cognito.admin_get_user(UserPoolId=pool.id, Username="ADA@example.com")["Username"] == pool.sub
    with pytest.raises(pool.errors.UsernameExistsException):
        pool.add_user("ADA@EXAMPLE.COM")


def test_user_signs_in_by_the_email_address_of_now_only(pool: Pool) -> None:
    pool.add_user("bob@example.com")
    new_address = [{"Name": "email", "Value": "Ada.New@example.com"}]
    pool.cognito.admin_update_user_attributes(UserPoolId=pool.id, Username=EMAIL, UserAttributes=new_address)
    assert pool.password(username="ada.new@example.com")["AccessToken"]
    with pytest.raises(pool.errors.NotAuthorizedException):
        pool.password(username=EMAIL)
    with pytest.raises(pool.errors.AliasExistsException):
        pool.cognito.admin_update_user_attributes(
            UserPoolId=pool.id, Username="bob@example.com", UserAttributes=new_address
        )

    def found(name: str, value: str) -> list[str]:
        users = pool.cognito.list_users(UserPoolId=pool.id, Filter=f'{name} = "{value}"')["Users"]
        return [user["Username"] for user in users]

    assert found("email", "Ada.New@example.com") == found("sub", pool.sub) == [pool.sub]
    assert found("email", EMAIL) == []
    pool.cognito.admin_delete_user(UserPoolId=pool.id, Username=pool.sub)
    assert found("sub", pool.sub) == []
    assert pool.add_user(EMAIL) != pool.sub


def test_disabled_user_neither_signs_in_nor_refreshes(pool: Pool) -> None:
    session = pool.srp()
    token = session["RefreshToken"]
    pool.cognito.admin_disable_user(UserPoolId=pool.id, Username=EMAIL)
    for attempt in (pool.srp, pool.password, lambda: pool.refresh(token)):
        with pytest.raises(pool.errors.NotAuthorizedException, match="User is disabled"):
            attempt()
    pool.cognito.admin_enable_user(UserPoolId=pool.id, Username=EMAIL)
    with pytest.raises(pool.errors.NotAuthorizedException, match="Access Token has been revoked"):
        pool.cognito.get_user(AccessToken=session["AccessToken"])
    assert pool.cognito.get_user(AccessToken=pool.refresh(token)["AccessToken"])


def test_unconfirmed_user_does_not_sign_in(pool: Pool) -> None:
    pool.cognito.sign_up(ClientId=pool.client_id, Username="new@example.com", Password=PASSWORD)
    with pytest.raises(pool.errors.UserNotConfirmedException):
        pool.srp(username="new@example.com")
    pool.cognito.admin_confirm_sign_up(UserPoolId=pool.id, Username="new@example.com")
    assert pool.srp(username="new@example.com")


def test_temporary_password_must_be_changed(pool: Pool) -> None:
    pool.cognito.admin_set_user_password(
        UserPoolId=pool.id, Username=EMAIL, Password="Temp0rary-horse", Permanent=False
    )
    challenge = pool.initiate("USER_PASSWORD_AUTH", USERNAME=EMAIL, PASSWORD="Temp0rary-horse")
    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"

    def answer(session: str, password: str) -> Any:
        return pool.cognito.respond_to_auth_challenge(
            ClientId=pool.client_id,
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=session,
            ChallengeResponses={"USERNAME": EMAIL, "NEW_PASSWORD": password},
        )

    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session"):
        answer("x" * 36, PASSWORD)
    with pytest.raises(pool.errors.InvalidPasswordException):
        answer(challenge["Session"], "weak")
    assert claims(answer(challenge["Session"], PASSWORD)["AuthenticationResult"]["IdToken"])["email"] == EMAIL
    assert pool.srp()


def test_who_is_signed_in_is_asked_nothing_more(pool: Pool) -> None:
    """`ChallengeParameters` is empty then, not missing: verified on AWS by moto's tests/test_cognitoidp/test_cognitoidp.py,
    `test_initiate_mfa_auth_USER_PASSWORD_AUTH_with_FORCE_CHANGE_PASSWORD_status`."""
    signed_in = pool.initiate("USER_PASSWORD_AUTH", USERNAME=EMAIL, PASSWORD=PASSWORD)
    assert signed_in["ChallengeParameters"] == {}
    token = signed_in["AuthenticationResult"]["RefreshToken"]
    assert pool.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)["ChallengeParameters"] == {}
    challenge = pool.initiate("USER_SRP_AUTH", USERNAME=EMAIL, SRP_A="1f")
    assert challenge["ChallengeParameters"]["USERNAME"]


def test_secret_hash_is_checked_in_every_flow(aws: Any) -> None:
    pool = Pool(aws, GenerateSecret=True)
    assert pool.secret

    def secret_hash(username: str) -> str:
        message = (username + pool.client_id).encode()
        return base64.b64encode(
            hmac.new(str(pool.secret).encode(), message, hashlib.sha256).digest()
        ).decode()

    refused = pool.errors.NotAuthorizedException
    with pytest.raises(refused, match="SECRET_HASH was not received"):
        pool.password()
    with pytest.raises(refused, match="Unable to verify secret hash"):
        pool.initiate("USER_PASSWORD_AUTH", USERNAME=EMAIL, PASSWORD=PASSWORD, SECRET_HASH="x")
    signed_in = pool.initiate(
        "USER_PASSWORD_AUTH", USERNAME=EMAIL, PASSWORD=PASSWORD, SECRET_HASH=secret_hash(EMAIL)
    )["AuthenticationResult"]
    with pytest.raises(refused):
        pool.refresh(signed_in["RefreshToken"])
    assert pool.initiate(
        "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=signed_in["RefreshToken"], SECRET_HASH=secret_hash(pool.sub)
    )
    assert pool.srp()


def test_user_is_locked_out_for_longer_and_longer(pool: Pool, clock: Any) -> None:
    refused = pool.errors.NotAuthorizedException
    for _ in range(5):
        with pytest.raises(refused, match="Incorrect"):
            pool.srp("wr0ng-Horse!")
    with pytest.raises(refused, match="Password attempts exceeded"):
        pool.srp()
    clock.advance(1.01)
    with pytest.raises(refused, match="Incorrect"):
        pool.password("wr0ng-Horse!")
    clock.advance(1.5)
    with pytest.raises(refused, match="Password attempts exceeded"):
        pool.password()
    clock.advance(0.6)
    assert pool.password()
    with pytest.raises(refused, match="Incorrect"):
        pool.password("wr0ng-Horse!")
    assert pool.password()


# ---------------------------------------------------------------------------------------------- tokens


def test_tokens_have_cognitos_claims(pool: Pool) -> None:
    pool.cognito.create_group(UserPoolId=pool.id, GroupName="admin")
    pool.cognito.admin_add_user_to_group(UserPoolId=pool.id, Username=EMAIL, GroupName="admin")
    signed_in = pool.srp()
    access, identity = claims(signed_in["AccessToken"]), claims(signed_in["IdToken"])
    for token in (access, identity):
        assert token["iss"] == f"https://cognito-idp.eu-west-1.amazonaws.com/{pool.id}"
        assert (token["sub"], token["cognito:groups"]) == (pool.sub, ["admin"])
        assert token["exp"] - token["iat"] == 3600
        assert token["auth_time"] == token["iat"]
    assert access["jti"] != identity["jti"]
    assert access["origin_jti"] == identity["origin_jti"]
    assert (access["token_use"], access["client_id"], access["username"]) == (
        "access",
        pool.client_id,
        pool.sub,
    )
    assert access["scope"] == "aws.cognito.signin.user.admin"
    assert "aud" not in access
    assert (identity["token_use"], identity["aud"], identity["cognito:username"]) == (
        "id",
        pool.client_id,
        pool.sub,
    )
    assert (identity["email"], identity["email_verified"], identity["name"]) == (EMAIL, True, "Ada")
    assert not signed_in["RefreshToken"].startswith("eyJ")


def test_tokens_are_valid_as_long_as_the_client_says(aws: Any, clock: Any) -> None:
    pool = Pool(
        aws,
        AccessTokenValidity=5,
        IdTokenValidity=1,
        RefreshTokenValidity=1,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "days", "RefreshToken": "hours"},
    )
    signed_in = pool.srp()
    access, identity = claims(signed_in["AccessToken"]), claims(signed_in["IdToken"])
    assert (signed_in["ExpiresIn"], access["exp"] - access["iat"]) == (300, 300)
    assert identity["exp"] - identity["iat"] == 86400
    assert pool.cognito.get_user(AccessToken=signed_in["AccessToken"])["Username"] == pool.sub
    clock.advance(301)
    with pytest.raises(pool.errors.NotAuthorizedException, match="Access Token has expired"):
        pool.cognito.get_user(AccessToken=signed_in["AccessToken"])
    assert pool.refresh(signed_in["RefreshToken"])
    clock.advance(3600)
    with pytest.raises(pool.errors.NotAuthorizedException, match="Refresh Token has expired"):
        pool.refresh(signed_in["RefreshToken"])


@pytest.mark.parametrize(
    "validity",
    [
        {"AccessTokenValidity": 4, "TokenValidityUnits": {"AccessToken": "minutes"}},
        {"IdTokenValidity": 2, "TokenValidityUnits": {"IdToken": "days"}},
        {"RefreshTokenValidity": 30, "TokenValidityUnits": {"RefreshToken": "minutes"}},
    ],
)
def test_validity_out_of_range_is_refused(pool: Pool, validity: dict[str, Any]) -> None:
    with pytest.raises(pool.errors.InvalidParameterException, match="Invalid range for token validity"):
        pool.add_client(**validity)


def test_refresh_keeps_the_session_and_makes_new_tokens(pool: Pool, clock: Any) -> None:
    signed_in = pool.srp()
    clock.advance(100)
    refreshed = pool.refresh(signed_in["RefreshToken"])
    before, after = claims(signed_in["AccessToken"]), claims(refreshed["AccessToken"])
    assert (after["auth_time"], after["origin_jti"]) == (before["auth_time"], before["origin_jti"])
    assert (after["iat"] - before["iat"], after["jti"] != before["jti"]) == (100, True)
    assert "RefreshToken" not in refreshed


def test_refresh_token_belongs_to_its_client(pool: Pool) -> None:
    token = pool.srp()["RefreshToken"]
    other, _ = pool.add_client()
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid Refresh Token"):
        pool.cognito.initiate_auth(
            ClientId=other, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token}
        )
    assert pool.refresh(token)


def test_rotation_replaces_the_refresh_token(aws: Any, clock: Any) -> None:
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10}
    pool = Pool(aws, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"], RefreshTokenRotation=rotation)
    first = pool.srp()["RefreshToken"]
    with pytest.raises(pool.errors.InvalidParameterException, match="not enabled"):
        pool.refresh(first)

    def rotate(token: str) -> dict[str, Any]:
        answer = pool.cognito.get_tokens_from_refresh_token(ClientId=pool.client_id, RefreshToken=token)
        return dict(answer["AuthenticationResult"])

    second = rotate(first)["RefreshToken"]
    assert second != first
    assert rotate(first)["AccessToken"]
    clock.advance(11)
    with pytest.raises(pool.errors.RefreshTokenReuseException):
        rotate(first)
    assert rotate(second)["RefreshToken"] not in (first, second)


def test_without_rotation_the_refresh_token_stays(pool: Pool) -> None:
    token = pool.srp()["RefreshToken"]
    answer = pool.cognito.get_tokens_from_refresh_token(ClientId=pool.client_id, RefreshToken=token)
    assert "RefreshToken" not in answer["AuthenticationResult"]


# ---------------------------------------------------------------------------------------------- signing out


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1", "ap-southeast-2"])
def test_global_sign_out_ends_all_sessions_in_any_region(aws: Any, region: str) -> None:
    pool = Pool(aws, region)
    first, second = pool.srp(), pool.srp()
    pool.cognito.global_sign_out(AccessToken=first["AccessToken"])
    for session in (first, second):
        with pytest.raises(pool.errors.NotAuthorizedException, match="Access Token has been revoked"):
            pool.cognito.get_user(AccessToken=session["AccessToken"])
        with pytest.raises(pool.errors.NotAuthorizedException, match="Refresh Token has been revoked"):
            pool.refresh(session["RefreshToken"])
    assert pool.cognito.get_user(AccessToken=pool.srp()["AccessToken"])
    keys = requests.get(f"{aws.endpoint_url}/{pool.id}/.well-known/jwks.json", timeout=30).json()
    key = jwt.PyJWKSet.from_dict(keys).keys[0]
    assert jwt.decode(first["AccessToken"], key, algorithms=["RS256"])["sub"] == pool.sub


@pytest.mark.parametrize("by", ["email", "sub"])
def test_admin_signs_a_user_out_by_name_or_sub(pool: Pool, by: str) -> None:
    session, other = pool.srp(), pool.add_user("bob@example.com")
    bystander = pool.srp(username="bob@example.com")
    pool.cognito.admin_user_global_sign_out(UserPoolId=pool.id, Username=EMAIL if by == "email" else pool.sub)
    with pytest.raises(pool.errors.NotAuthorizedException):
        pool.cognito.get_user(AccessToken=session["AccessToken"])
    assert pool.cognito.get_user(AccessToken=bystander["AccessToken"])["Username"] == other


def test_revoked_token_ends_its_own_session_only(pool: Pool) -> None:
    revoked, kept = pool.srp(), pool.srp()
    refreshed = pool.refresh(revoked["RefreshToken"])
    pool.cognito.revoke_token(Token=revoked["RefreshToken"], ClientId=pool.client_id)
    pool.cognito.revoke_token(Token="unknown-token", ClientId=pool.client_id)
    with pytest.raises(pool.errors.NotAuthorizedException):
        pool.refresh(revoked["RefreshToken"])
    for token in (revoked["AccessToken"], refreshed["AccessToken"]):
        with pytest.raises(pool.errors.NotAuthorizedException):
            pool.cognito.get_user(AccessToken=token)
    assert pool.refresh(kept["RefreshToken"])
    assert pool.cognito.get_user(AccessToken=kept["AccessToken"])


def test_only_refresh_tokens_of_the_own_client_can_be_revoked(pool: Pool) -> None:
    session = pool.srp()
    with pytest.raises(pool.errors.UnsupportedTokenTypeException):
        pool.cognito.revoke_token(Token=session["AccessToken"], ClientId=pool.client_id)
    other, _ = pool.add_client()
    with pytest.raises(pool.errors.UnauthorizedException):
        pool.cognito.revoke_token(Token=session["RefreshToken"], ClientId=other)
    without, _ = pool.add_client(EnableTokenRevocation=False)
    with pytest.raises(pool.errors.UnsupportedOperationException):
        pool.cognito.revoke_token(Token=session["RefreshToken"], ClientId=without)
    assert pool.refresh(session["RefreshToken"])


def test_users_own_calls_need_a_valid_token(pool: Pool) -> None:
    session = pool.srp()
    update = [{"Name": "name", "Value": "Countess"}]
    pool.cognito.update_user_attributes(AccessToken=session["AccessToken"], UserAttributes=update)
    assert claims(pool.srp()["IdToken"])["name"] == "Countess"
    for token in (session["IdToken"], "x.y.z", "nonsense"):
        with pytest.raises(pool.errors.NotAuthorizedException):
            pool.cognito.update_user_attributes(AccessToken=token, UserAttributes=update)
    pool.cognito.global_sign_out(AccessToken=session["AccessToken"])
    with pytest.raises(pool.errors.NotAuthorizedException):
        pool.cognito.change_password(
            AccessToken=session["AccessToken"], PreviousPassword=PASSWORD, ProposedPassword="An0ther-horse"
        )


def test_users_may_delete_themselves(pool: Pool) -> None:
    session = pool.srp()
    pool.cognito.delete_user(AccessToken=session["AccessToken"])
    with pytest.raises(pool.errors.NotAuthorizedException):
        pool.srp()
    with pytest.raises(pool.errors.UserNotFoundException):
        pool.cognito.admin_get_user(UserPoolId=pool.id, Username=EMAIL)


def test_keys_are_served_only_for_pools_that_exist(pool: Pool) -> None:
    for document in ("jwks.json", "openid-configuration"):
        known = requests.get(f"{pool.aws.endpoint_url}/{pool.id}/.well-known/{document}", timeout=30)
        unknown = requests.get(
            f"{pool.aws.endpoint_url}/eu-west-1_nothere/.well-known/{document}", timeout=30
        )
        assert (known.status_code, unknown.status_code) == (200, 404)
    assert known.json()["jwks_uri"] == f"{pool.aws.endpoint_url}/{pool.id}/.well-known/jwks.json"


def published_keys(pool: Pool) -> set[str]:
    key_set = requests.get(f"{pool.aws.endpoint_url}/{pool.id}/.well-known/jwks.json", timeout=30).json()
    return {key["kid"] for key in key_set["keys"] if "d" not in key}


def test_keys_of_a_pool_are_rotated(pool: Pool) -> None:
    def key_of_a_new_token() -> str:
        token = pool.srp()["IdToken"]
        key_set = requests.get(f"{pool.aws.endpoint_url}/{pool.id}/.well-known/jwks.json", timeout=30).json()
        key_id = str(jwt.get_unverified_header(token)["kid"])
        key = next(key for key in jwt.PyJWKSet.from_dict(key_set).keys if key.key_id == key_id)
        assert jwt.decode(token, key, algorithms=["RS256"], audience=pool.client_id)["sub"] == pool.sub
        return key_id

    control = f"{pool.aws.endpoint_url}/_mockaws/keys/{pool.id}"
    other = Pool(pool.aws)
    shared = key_of_a_new_token()
    assert len(requests.post(control, timeout=30).json()["keys"]) == 2
    new = key_of_a_new_token()
    assert published_keys(pool) == {shared, new}
    assert published_keys(other) == {shared}
    requests.delete(f"{control}/old", timeout=30).raise_for_status()
    assert published_keys(pool) == {new} == {key_of_a_new_token()}
    requests.delete(control, timeout=30).raise_for_status()
    assert published_keys(pool) == {shared} == {key_of_a_new_token()}
