"""Choice-based sign-in: users choose among the challenges that the pool allows.

Source: "Authentication with Amazon Cognito user pools" of the Amazon Cognito Developer Guide; API reference, InitiateAuth,
RespondToAuthChallenge, SignInPolicyType.
"""

import re
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP
from test_cognito_second_factor import one_time_password

# pycognito asks for the time in a way that Python deprecates from 3.12 on.
pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")

NAME, EMAIL, PHONE = "ada", "ada@example.com", "+15550100"
PASSWORD = "Corr3ct-horse"
ALL = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]


class Pool:
    """A user pool that allows several first factors, and one user with verified addresses."""

    def __init__(self, aws: Any, factors: list[str] | None, **client: Any) -> None:
        self.aws = aws
        self.cognito = aws.client("cognito-idp")
        self.errors = self.cognito.exceptions
        policies = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": factors}}} if factors else {}
        self.id = self.cognito.create_user_pool(PoolName="pool", **policies)["UserPool"]["Id"]
        settings = {"ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"], **client}
        self.client_id = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="app", **settings
        )["UserPoolClient"]["ClientId"]
        self.add_user(
            NAME, email=EMAIL, email_verified="true", phone_number=PHONE, phone_number_verified="true"
        )

    def add_user(self, name: str, **attributes: str) -> None:
        self.cognito.admin_create_user(
            UserPoolId=self.id,
            Username=name,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
        )
        self.cognito.admin_set_user_password(
            UserPoolId=self.id, Username=name, Password=PASSWORD, Permanent=True
        )

    def begin(self, name: str = NAME, **more: str) -> dict[str, Any]:
        return dict(
            self.cognito.initiate_auth(
                ClientId=self.client_id, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": name, **more}
            )
        )

    def respond(self, asked: dict[str, Any], name: str = NAME, **responses: str) -> dict[str, Any]:
        return dict(
            self.cognito.respond_to_auth_challenge(
                ClientId=self.client_id,
                ChallengeName=asked["ChallengeName"],
                Session=asked["Session"],
                ChallengeResponses={"USERNAME": name, **responses},
            )
        )

    def code(self, address: str = EMAIL) -> str:
        parameters = {"to": address, "account_id": self.aws.account_id}
        reply = requests.get(f"{self.aws.endpoint_url}/_mockaws/outbox", params=parameters, timeout=30)
        return str(reply.json()["messages"][-1]["code"])


@pytest.fixture
def pool(aws: Any) -> Pool:
    return Pool(aws, ALL)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


# ------------------------------------------------------------------------------------------- what is offered


@pytest.mark.parametrize(
    ("factors", "available"),
    [
        (None, ["PASSWORD", "PASSWORD_SRP"]),
        (["PASSWORD", "EMAIL_OTP"], ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]),
        (ALL, ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]),
    ],
)
def test_a_user_chooses_among_what_the_policy_allows(
    aws: Any, factors: list[str] | None, available: list[str]
) -> None:
    asked = Pool(aws, factors).begin()
    assert asked["ChallengeName"] == "SELECT_CHALLENGE"
    assert asked["AvailableChallenges"] == available


def test_codes_are_sent_to_verified_addresses_only(pool: Pool) -> None:
    pool.add_user("bob", email="bob@example.com", email_verified="false")
    assert pool.begin("bob")["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP"]
    assert "EMAIL_OTP" in pool.begin()["AvailableChallenges"]


def test_a_preference_that_is_not_available_leads_to_the_choice(aws: Any) -> None:
    pool = Pool(aws, ["PASSWORD"])
    assert pool.begin(PREFERRED_CHALLENGE="EMAIL_OTP")["ChallengeName"] == "SELECT_CHALLENGE"
    assert pool.begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]


def test_the_client_has_to_allow_it(aws: Any) -> None:
    pool = Pool(aws, ALL, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    with pytest.raises(pool.errors.InvalidParameterException, match="Auth flow not enabled"):
        pool.begin()


def test_users_with_a_second_factor_sign_in_with_passwords(pool: Pool, clock: Any) -> None:
    """Source: "User pool MFA": codes as a first factor can't be combined with a second one."""
    pool.cognito.set_user_pool_mfa_config(
        UserPoolId=pool.id,
        MfaConfiguration="OPTIONAL",
        SoftwareTokenMfaConfiguration={"Enabled": True},
    )
    token = pool.begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"][
        "AccessToken"
    ]
    secret = pool.cognito.associate_software_token(AccessToken=token)["SecretCode"]
    pool.cognito.verify_software_token(AccessToken=token, UserCode=one_time_password(secret, clock()))
    assert "EMAIL_OTP" in pool.begin()["AvailableChallenges"]
    pool.cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})
    assert pool.begin()["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP"]
    asked = pool.begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


@pytest.mark.parametrize("more", [{"TARGET_ACR_VALUES": "urn:a"}, {"ACCESS_TOKEN": "a"}])
def test_step_up_authentication_is_not_imitated(pool: Pool, more: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="step-up authentication"):
        pool.begin(**more)
    assert pool.begin()["ChallengeName"] == "SELECT_CHALLENGE"


# ------------------------------------------------------------------------------------------- passwords


def test_the_password_comes_with_the_choice_or_after_it(pool: Pool) -> None:
    assert pool.respond(pool.begin(), ANSWER="PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]
    asked = pool.respond(pool.begin(), ANSWER="PASSWORD")
    assert asked["ChallengeName"] == "PASSWORD"
    assert pool.respond(asked, PASSWORD=PASSWORD)["AuthenticationResult"]
    asked = pool.begin(PREFERRED_CHALLENGE="PASSWORD")
    with pytest.raises(pool.errors.NotAuthorizedException, match="Incorrect username or password"):
        pool.respond(asked, PASSWORD="wr0ng-Horse!")


@pytest.mark.parametrize("when", ["first", "with the choice", "after it"])
def test_the_password_is_proven(pool: Pool, when: str) -> None:
    protocol = AWSSRP(NAME, PASSWORD, pool.id, pool.client_id, client=pool.cognito)
    public = protocol.get_auth_params()
    proof = {"SRP_A": public["SRP_A"]}
    if when == "first":
        asked = pool.begin(PREFERRED_CHALLENGE="PASSWORD_SRP", **proof)
    elif when == "with the choice":
        asked = pool.respond(pool.begin(), ANSWER="PASSWORD_SRP", **proof)
    else:
        asked = pool.respond(pool.respond(pool.begin(), ANSWER="PASSWORD_SRP"), **proof)
    assert asked["ChallengeName"] == "PASSWORD_VERIFIER"
    responses = protocol.process_challenge(asked["ChallengeParameters"], public)
    result = pool.cognito.respond_to_auth_challenge(
        ClientId=pool.client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=responses
    )
    assert result["AuthenticationResult"]["IdToken"]


# ------------------------------------------------------------------------------------------- codes


@pytest.mark.parametrize(
    ("challenge", "address", "medium", "shown"),
    [("EMAIL_OTP", EMAIL, "EMAIL", "a***@e***"), ("SMS_OTP", PHONE, "SMS", "+*******0100")],
)
def test_a_code_signs_in_once(pool: Pool, challenge: str, address: str, medium: str, shown: str) -> None:
    asked = pool.begin(PREFERRED_CHALLENGE=challenge)
    assert asked["ChallengeName"] == challenge
    delivery = asked["ChallengeParameters"]
    assert delivery["CODE_DELIVERY_DELIVERY_MEDIUM"] == medium
    assert delivery["CODE_DELIVERY_DESTINATION"] == shown
    answer = {f"{challenge}_CODE": pool.code(address)}
    assert pool.respond(asked, **answer)["AuthenticationResult"]["RefreshToken"]
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond(asked, **answer)


def test_a_wrong_code_does_not_sign_in(pool: Pool) -> None:
    asked = pool.respond(pool.begin(), ANSWER="EMAIL_OTP")
    with pytest.raises(pool.errors.CodeMismatchException, match="Invalid code or auth state for the user"):
        pool.respond(asked, EMAIL_OTP_CODE=wrong(pool.code()))
    assert pool.respond(asked, EMAIL_OTP_CODE=pool.code())["AuthenticationResult"]


def test_a_code_cannot_be_guessed(pool: Pool) -> None:
    asked = pool.begin(PREFERRED_CHALLENGE="EMAIL_OTP")
    for _ in range(5):
        with pytest.raises(pool.errors.CodeMismatchException):
            pool.respond(asked, EMAIL_OTP_CODE=wrong(pool.code()))
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond(asked, EMAIL_OTP_CODE=pool.code())


def test_a_code_is_valid_as_long_as_the_session(aws: Any, clock: Any) -> None:
    """Source: API reference, CreateUserPoolClient, AuthSessionValidity."""
    pool = Pool(aws, ALL, AuthSessionValidity=5)
    asked = pool.begin(PREFERRED_CHALLENGE="EMAIL_OTP")
    clock.advance(299)
    assert pool.respond(asked, EMAIL_OTP_CODE=pool.code())["AuthenticationResult"]
    asked = pool.begin(PREFERRED_CHALLENGE="EMAIL_OTP")
    clock.advance(300)
    with pytest.raises(pool.errors.NotAuthorizedException, match="session is expired"):
        pool.respond(asked, EMAIL_OTP_CODE=pool.code())


def test_a_code_is_of_one_user(pool: Pool) -> None:
    pool.add_user("eve", email="eve@example.com", email_verified="true")
    of_ada, of_eve = (pool.begin(name, PREFERRED_CHALLENGE="EMAIL_OTP") for name in (NAME, "eve"))
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond(of_eve, NAME, EMAIL_OTP_CODE=pool.code("eve@example.com"))
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.respond(of_ada, EMAIL_OTP_CODE=pool.code("eve@example.com"))
    assert pool.respond(of_ada, EMAIL_OTP_CODE=pool.code())["AuthenticationResult"]
    assert pool.respond(of_eve, "eve", EMAIL_OTP_CODE=pool.code("eve@example.com"))["AuthenticationResult"]


def test_a_code_is_sent_to_an_address_that_is_there(aws: Any) -> None:
    pool = Pool(aws, ["EMAIL_OTP", "PASSWORD"])
    assert "EMAIL_OTP" in pool.begin()["AvailableChallenges"]
    pool.add_user("eve", email_verified="true")
    assert "EMAIL_OTP" not in pool.begin("eve", PREFERRED_CHALLENGE="EMAIL_OTP")["AvailableChallenges"]


def test_a_choice_is_made_once_among_what_is_available(aws: Any) -> None:
    pool = Pool(aws, ["PASSWORD"])
    asked = pool.begin()
    with pytest.raises(pool.errors.InvalidParameterException, match="EMAIL_OTP is not one of the available"):
        pool.respond(asked, ANSWER="EMAIL_OTP")
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond(asked, ANSWER="PASSWORD", PASSWORD=PASSWORD)
    assert pool.respond(pool.begin(), ANSWER="PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]


def test_a_challenge_cannot_be_exchanged_for_another(pool: Pool) -> None:
    asked = pool.begin(PREFERRED_CHALLENGE="EMAIL_OTP")
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond({**asked, "ChallengeName": "SMS_OTP"}, SMS_OTP_CODE=pool.code())
    assert pool.respond(asked, EMAIL_OTP_CODE=pool.code())["AuthenticationResult"]


# ------------------------------------------------------------------------------------------- who may sign in


def test_a_user_who_is_disabled_gets_no_code_and_no_tokens(pool: Pool) -> None:
    asked = pool.begin(PREFERRED_CHALLENGE="EMAIL_OTP")
    pool.cognito.admin_disable_user(UserPoolId=pool.id, Username=NAME)
    with pytest.raises(pool.errors.NotAuthorizedException, match=r"User is disabled\."):
        pool.respond(asked, EMAIL_OTP_CODE=pool.code())
    with pytest.raises(pool.errors.NotAuthorizedException, match=r"User is disabled\."):
        pool.begin()
    pool.cognito.admin_enable_user(UserPoolId=pool.id, Username=NAME)
    assert pool.begin()["AvailableChallenges"]


def test_an_unknown_user_looks_like_any_other(aws: Any) -> None:
    """Source: "Managing user existence error responses"."""
    pool = Pool(aws, ALL, PreventUserExistenceErrors="ENABLED")
    known, unknown = pool.begin(), pool.begin("nobody")
    assert unknown["AvailableChallenges"] == known["AvailableChallenges"]
    with pytest.raises(pool.errors.NotAuthorizedException, match="Incorrect username or password"):
        pool.respond(unknown, "nobody", ANSWER="PASSWORD", PASSWORD=PASSWORD)
    for challenge, shown in (("EMAIL_OTP", r"[a-z]\*{3}@[a-z]\*{3}"), ("SMS_OTP", r"\+\*{7}\d{4}")):
        for name in (NAME, "nobody"):
            asked = pool.begin(name, PREFERRED_CHALLENGE=challenge)
            assert asked["ChallengeName"] == challenge
            assert re.fullmatch(shown, asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"])
    asked = pool.begin("nobody", PREFERRED_CHALLENGE="EMAIL_OTP")
    with pytest.raises(pool.errors.CodeMismatchException, match="Invalid code or auth state"):
        pool.respond(asked, "nobody", EMAIL_OTP_CODE="12345678")
    with pytest.raises(
        pool.errors.InvalidParameterException, match="Missing required parameter EMAIL_OTP_CODE"
    ):
        pool.respond(asked, "nobody", EMAIL_OTP_CODE="")


def test_an_unknown_user_is_told_where_the_client_hides_nobody(pool: Pool) -> None:
    with pytest.raises(pool.errors.UserNotFoundException):
        pool.begin("nobody")
    assert pool.begin()["ChallengeName"] == "SELECT_CHALLENGE"
