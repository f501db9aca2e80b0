"""One-time passwords of an authenticator app as a second factor."""

import base64
import hashlib
import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

EMAIL = "ada@example.com"
PASSWORD = "Corr3ct-horse"


class Pool:
    """A user pool with software tokens, and one user."""

    def __init__(self, aws: Any, mfa: str = "OPTIONAL", **client: Any) -> None:
        self.cognito = aws.client("cognito-idp")
        self.errors = self.cognito.exceptions
        self.id = self.cognito.create_user_pool(PoolName="pool", UsernameAttributes=["email"])["UserPool"][
            "Id"
        ]
        enabled = {} if mfa == "OFF" else {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
        self.cognito.set_user_pool_mfa_config(UserPoolId=self.id, MfaConfiguration=mfa, **enabled)
        self.client_id = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], **client
        )["UserPoolClient"]["ClientId"]
        self.add_user(EMAIL)

    def add_user(self, email: str) -> None:
        self.cognito.admin_create_user(UserPoolId=self.id, Username=email, MessageAction="SUPPRESS")
        self.cognito.admin_set_user_password(
            UserPoolId=self.id, Username=email, Password=PASSWORD, Permanent=True
        )

    def begin(self, email: str = EMAIL) -> dict[str, Any]:
        parameters = {"USERNAME": email, "PASSWORD": PASSWORD}
        return dict(
            self.cognito.initiate_auth(
                ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
            )
        )

    def answer(self, session: str, code: str = "", challenge: str = "SOFTWARE_TOKEN_MFA") -> Any:
        responses = {"USERNAME": EMAIL, **({"SOFTWARE_TOKEN_MFA_CODE": code} if code else {})}
        return self.cognito.respond_to_auth_challenge(
            ClientId=self.client_id, ChallengeName=challenge, Session=session, ChallengeResponses=responses
        )

    def set_up(self, clock: Any, email: str = EMAIL) -> str:
        token = self.begin(email)["AuthenticationResult"]["AccessToken"]
        secret = str(self.cognito.associate_software_token(AccessToken=token)["SecretCode"])
        self.cognito.verify_software_token(AccessToken=token, UserCode=one_time_password(secret, clock()))
        self.enable(token)
        return secret

    def enable(self, token: str) -> None:
        preference = {"Enabled": True, "PreferredMfa": True}
        self.cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=preference)


@pytest.fixture
def pool(aws: Any) -> Pool:
    return Pool(aws)


def one_time_password(secret: str, now: float) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return TOTP(key, 6, SHA1(), 30).generate(now).decode()


def test_one_time_password_is_asked_for_and_counts_once(pool: Pool, clock: Any) -> None:
    secret = pool.set_up(clock)
    challenge = pool.begin()
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert "AuthenticationResult" not in challenge
    with pytest.raises(pool.errors.ExpiredCodeException, match="already been used once"):
        pool.answer(challenge["Session"], one_time_password(secret, clock()))
    clock.advance(30)
    right = one_time_password(secret, clock())
    assert "IdToken" in pool.answer(challenge["Session"], right)["AuthenticationResult"]
    with pytest.raises(pool.errors.ExpiredCodeException):
        pool.answer(pool.begin()["Session"], right)
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session"):
        pool.answer(challenge["Session"], one_time_password(secret, clock() + 30))


@pytest.mark.parametrize("away", [-90, 90, 3600])
def test_one_time_password_of_another_time_is_wrong(pool: Pool, clock: Any, away: int) -> None:
    secret = pool.set_up(clock)
    clock.advance(600)
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.answer(pool.begin()["Session"], one_time_password(secret, clock() + away))


def test_secrets_differ_by_user(pool: Pool, clock: Any) -> None:
    pool.add_user("bob@example.com")
    own, of_another = pool.set_up(clock), pool.set_up(clock, "bob@example.com")
    assert own != of_another
    clock.advance(60)
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.answer(pool.begin()["Session"], one_time_password(of_another, clock()))


def test_secret_counts_when_a_code_of_it_is_verified(pool: Pool, clock: Any) -> None:
    token = pool.begin()["AuthenticationResult"]["AccessToken"]
    with pytest.raises(pool.errors.NotAuthorizedException, match="not been associated"):
        pool.cognito.verify_software_token(AccessToken=token, UserCode="123456")
    secret = pool.cognito.associate_software_token(AccessToken=token)["SecretCode"]
    with pytest.raises(pool.errors.EnableSoftwareTokenMFAException):
        pool.cognito.verify_software_token(
            AccessToken=token, UserCode=one_time_password(secret, clock() + 600)
        )
    with pytest.raises(pool.errors.InvalidParameterException):
        pool.enable(token)


def test_administrator_turns_off_a_factor_that_is_lost(pool: Pool, clock: Any) -> None:
    lost = pool.set_up(clock)
    pool.cognito.admin_set_user_mfa_preference(
        UserPoolId=pool.id, Username=EMAIL, SoftwareTokenMfaSettings={"Enabled": False}
    )
    clock.advance(30)
    pool.set_up(clock)
    clock.advance(60)
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.answer(pool.begin()["Session"], one_time_password(lost, clock()))


@pytest.mark.parametrize(("settings", "minutes"), [({}, 3), ({"AuthSessionValidity": 5}, 5)])
def test_the_session_of_a_challenge_expires(
    aws: Any, clock: Any, settings: dict[str, int], minutes: int
) -> None:
    pool = Pool(aws, **settings)
    secret = pool.set_up(clock)
    session = pool.begin()["Session"]
    clock.advance(60 * minutes - 1)
    assert pool.answer(session, one_time_password(secret, clock()))["AuthenticationResult"]
    session = pool.begin()["Session"]
    clock.advance(60 * minutes)
    with pytest.raises(pool.errors.NotAuthorizedException, match="session is expired"):
        pool.answer(session, one_time_password(secret, clock()))


def test_user_who_is_disabled_meanwhile_gets_no_tokens(pool: Pool, clock: Any) -> None:
    secret = pool.set_up(clock)
    session = pool.begin()["Session"]
    pool.cognito.admin_disable_user(UserPoolId=pool.id, Username=EMAIL)
    clock.advance(30)
    with pytest.raises(pool.errors.NotAuthorizedException, match=r"User is disabled\."):
        pool.answer(session, one_time_password(secret, clock()))
    pool.cognito.admin_enable_user(UserPoolId=pool.id, Username=EMAIL)
    session = pool.begin()["Session"]
    clock.advance(30)
    assert pool.answer(session, one_time_password(secret, clock()))["AuthenticationResult"]


def test_challenge_of_one_client_is_not_answered_by_another(aws: Any, pool: Pool, clock: Any) -> None:
    """Source: API reference, RespondToAuthChallenge, Session: "Send this session identifier, unmodified"."""
    elsewhere = Pool(aws)
    secret, _ = pool.set_up(clock), elsewhere.set_up(clock)
    clock.advance(30)
    session, code = elsewhere.begin()["Session"], one_time_password(secret, clock())
    with pytest.raises(pool.errors.NotAuthorizedException, match=r"Invalid session for the user\."):
        pool.answer(session, code)
    assert pool.answer(pool.begin()["Session"], code)["AuthenticationResult"]


def test_challenge_cannot_be_exchanged_for_an_easier_one(pool: Pool, clock: Any) -> None:
    pool.set_up(clock)
    session = pool.begin()["Session"]
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session"):
        pool.answer(session, challenge="MFA_SETUP")


def test_pool_may_require_a_second_factor(aws: Any, clock: Any) -> None:
    pool = Pool(aws, "ON")
    challenge = pool.begin()
    assert challenge["ChallengeName"] == "MFA_SETUP"
    with pytest.raises(pool.errors.InvalidParameterException):
        pool.answer(challenge["Session"], challenge="MFA_SETUP")
    offered = pool.cognito.associate_software_token(Session=challenge["Session"])
    code = one_time_password(offered["SecretCode"], clock())
    verified = pool.cognito.verify_software_token(Session=offered["Session"], UserCode=code)
    assert "AuthenticationResult" in pool.answer(verified["Session"], challenge="MFA_SETUP")
    assert pool.begin()["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_pool_without_a_second_factor_takes_none(aws: Any, clock: Any) -> None:
    pool = Pool(aws, "OFF")
    with pytest.raises(pool.errors.SoftwareTokenMFANotFoundException):
        pool.set_up(clock)


def test_a_code_by_text_message_is_sent_with_the_hash_of_the_name_that_signed_in(aws: Any) -> None:
    """Amazon Cognito Developer Guide, "Computing secret hash values": of the name that the request has."""
    pool = Pool(aws, GenerateSecret=True)
    described = pool.cognito.describe_user_pool_client(UserPoolId=pool.id, ClientId=pool.client_id)
    secret = described["UserPoolClient"]["ClientSecret"].encode()
    digest = hmac.new(secret, (EMAIL + pool.client_id).encode(), hashlib.sha256).digest()
    who = {"USERNAME": EMAIL, "SECRET_HASH": base64.b64encode(digest).decode()}
    pool.cognito.admin_set_user_mfa_preference(
        UserPoolId=pool.id, Username=EMAIL, SMSMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    challenge = pool.cognito.initiate_auth(
        ClientId=pool.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={**who, "PASSWORD": PASSWORD},
    )
    assert challenge["ChallengeName"] == "SMS_MFA"

    def answer(**code: str) -> Any:
        return pool.cognito.respond_to_auth_challenge(
            ClientId=pool.client_id,
            ChallengeName="SMS_MFA",
            Session=challenge["Session"],
            ChallengeResponses={**who, **code},
        )

    with pytest.raises(
        pool.errors.InvalidParameterException, match="Missing required parameter SMS_MFA_CODE"
    ):
        answer()
    assert answer(SMS_MFA_CODE="123456")["AuthenticationResult"]
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session"):
        answer(SMS_MFA_CODE="123456")
