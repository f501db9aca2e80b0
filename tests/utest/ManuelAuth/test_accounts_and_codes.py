"""Signing up, forgotten passwords, second factors and changes of accounts, with a Cognito that checks what it receives."""

import json
import urllib.request
from datetime import timedelta
from typing import Any

import pytest
from robot.api.types import Secret

from manuel_stack.info import StackInfo
from ManuelAuth.authenticator import Authenticator
from ManuelAuth.challenges import ChallengedError
from ManuelAuth.cognito import CognitoRefusedError, PendingSignIn
from ManuelAuth.keywords.accounts import AccountKeywords
from ManuelAuth.keywords.app_clients import AppClientKeywords
from ManuelAuth.keywords.own_attributes import OwnAttributesKeywords
from ManuelAuth.keywords.passwords import PasswordKeywords
from ManuelAuth.keywords.pool_time import PoolTimeKeywords
from ManuelAuth.keywords.second_factor import SecondFactorKeywords
from ManuelAuth.keywords.signing_in import SigningInKeywords
from ManuelAuth.keywords.signing_up import SigningUpKeywords
from ManuelAuth.session import SignInSession
from ManuelEnvironment.errors import ConfigurationError

# pycognito asks for the time in a way that Python deprecates from 3.12 on.
pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")

UNKNOWN = "nobody@example.com"


@pytest.fixture
def settings() -> dict[str, Any]:
    capabilities = ["destructive", "time-control", "email-codes", "second-factor"]
    return {"environment": "local", "users": "disposable", "capabilities": capabilities}


@pytest.fixture
def users(session: SignInSession) -> SigningInKeywords:
    return SigningInKeywords(session)


class Mailbox:
    """What was sent to an address."""

    def __init__(self, stack: StackInfo) -> None:
        self._url = f"{stack.aws_endpoint_url}/_mockaws/outbox?account_id={stack.account_id}&to="

    def code(self, email: str) -> Secret:
        with urllib.request.urlopen(self._url + email, timeout=30) as reply:
            return Secret(json.load(reply)["messages"][-1]["code"])


@pytest.fixture
def mailbox(stack: StackInfo) -> Mailbox:
    return Mailbox(stack)


def test_a_user_signs_up_and_confirms(
    session: SignInSession, users: SigningInKeywords, mailbox: Mailbox
) -> None:
    keywords = SigningUpKeywords(session)
    email = keywords.sign_up()
    users.sign_in_should_be_refused(
        email, session.account_of(email).password, refusal="UserNotConfirmedException"
    )
    details = keywords.send_confirmation_code_again(email).CodeDeliveryDetails
    assert details["Destination"] == "m***@e***"
    wrong = keywords.get_wrong_code(mailbox.code(email))
    refusal = keywords.confirm_sign_up(email, wrong, refusal="CodeMismatchException")
    assert refusal.message == "Invalid verification code provided, please try again."
    keywords.confirm_sign_up(email, mailbox.code(email))
    assert users.sign_in(email).email == email
    keywords.sign_up(email, refusal="UsernameExistsException")
    keywords.sign_up(password="weak", refusal="InvalidPasswordException")


def test_an_outcome_that_is_not_the_expected_one_is_reported(
    session: SignInSession, mailbox: Mailbox
) -> None:
    keywords = SigningUpKeywords(session)
    email = keywords.sign_up()
    wrong = keywords.get_wrong_code(mailbox.code(email))
    with pytest.raises(
        CognitoRefusedError, match=r"(?s)to be confirmed.*Got CodeMismatch.*Hint: is it the latest"
    ):
        keywords.confirm_sign_up(email, wrong)
    with pytest.raises(
        AssertionError, match=r"(?s)with ExpiredCodeException\.\nGot another refusal.*CodeMismatch"
    ):
        keywords.confirm_sign_up(email, wrong, refusal="ExpiredCodeException")
    with pytest.raises(AssertionError, match="Got a success: Cognito accepted it"):
        keywords.confirm_sign_up(email, mailbox.code(email), refusal="CodeMismatchException")


@pytest.mark.parametrize(("code", "other"), [("000000", "000001"), ("999999", "000000"), ("0099", "0100")])
def test_another_code_has_the_same_form(session: SignInSession, code: str, other: str) -> None:
    assert SigningUpKeywords(session).get_wrong_code(Secret(code)).value == other


def test_a_forgotten_password_is_replaced(
    session: SignInSession, users: SigningInKeywords, mailbox: Mailbox
) -> None:
    keywords = PasswordKeywords(session)
    email = users.sign_in().email
    old = keywords.get_password(email)
    keywords.forget_password(UNKNOWN)
    keywords.forget_password(email)
    keywords.set_forgotten_password(
        email, mailbox.code(email), password="weak", refusal="InvalidPasswordException"
    )
    assert keywords.get_password(email).value == old.value
    keywords.set_forgotten_password(email, mailbox.code(email))
    users.sign_in(email)
    users.sign_in_should_be_refused(email, old)


def test_a_second_factor_is_set_up_used_and_lost(session: SignInSession, users: SigningInKeywords) -> None:
    keywords = SecondFactorKeywords(session)
    me = users.sign_in()
    authenticator = keywords.add_authenticator()
    assert str(authenticator) == f"authenticator of {me.email}"
    old = keywords.get_one_time_password(authenticator, ago=timedelta(minutes=10))
    keywords.turn_on_second_factor(old, refusal="EnableSoftwareTokenMFAException")
    with pytest.raises(AssertionError, match="Got tokens for the password alone"):
        keywords.begin_sign_in(me.email)
    first = keywords.get_one_time_password(authenticator)
    keywords.turn_on_second_factor(first)
    with pytest.raises(ChallengedError, match="Got the challenge SOFTWARE_TOKEN_MFA") as asked:
        users.sign_in(me.email)
    assert asked.value.session.value
    assert asked.value.session.value not in f"{asked.value!r} {asked.value}"
    with pytest.raises(AssertionError, match=r"to be refused\.\nGot the challenge SOFTWARE_TOKEN"):
        users.sign_in_should_be_refused(me.email, PasswordKeywords(session).get_password(me.email))
    pending = keywords.begin_sign_in(me.email)
    assert isinstance(pending, PendingSignIn)
    assert str(pending) == f"sign-in of {me.email}"
    keywords.finish_sign_in(pending, first, refusal="ExpiredCodeException")
    identity = keywords.finish_sign_in(pending, keywords.get_one_time_password(authenticator))
    assert session.identities.current is identity
    keywords.turn_off_second_factor(me.email)
    session.pool_time.restore()
    assert users.sign_in(me.email).user_id == me.user_id


def test_each_one_time_password_is_given_out_once(session: SignInSession) -> None:
    keywords, authenticator = (
        SecondFactorKeywords(session),
        Authenticator("a@example.com", Secret("MFRGGZDF" * 4)),
    )
    codes = [keywords.get_one_time_password(authenticator).value for _ in range(3)]
    assert len(set(codes)) == 3
    session.pool_time.restore()


def test_the_time_of_the_user_pool_is_set_forward_until_it_is_restored(
    session: SignInSession, users: SigningInKeywords
) -> None:
    users.sign_in()
    real = session.pool_time.now()
    PoolTimeKeywords(session).advance_user_pool_time_by(timedelta(hours=2))
    assert session.pool_time.now() >= real + 7200
    users.cognito_should_refuse_the_access_token()
    session.pool_time.restore()
    assert users.get_own_user_attributes().email


def test_own_attributes_are_changed_and_verified(
    session: SignInSession, users: SigningInKeywords, mailbox: Mailbox
) -> None:
    keywords = OwnAttributesKeywords(session)
    me = users.sign_in()
    keywords.change_own_attribute("name", "Ada")
    assert users.get_own_user_attributes().name == "Ada"
    keywords.change_own_attribute("sub", "x", refusal="NotAuthorizedException")
    keywords.change_own_attribute("email", f"new.{me.email}")
    code = mailbox.code(f"new.{me.email}")
    keywords.verify_own_address(
        SigningUpKeywords(session).get_wrong_code(code), refusal="CodeMismatchException"
    )
    keywords.verify_own_address(code)
    assert users.get_own_user_attributes().email == f"new.{me.email}"


def test_accounts_are_disabled_enabled_deleted_and_created_again(
    session: SignInSession, users: SigningInKeywords
) -> None:
    keywords = AccountKeywords(session)
    me = users.sign_in()
    password = session.account_of(me.email).password
    keywords.disable_user(me.email)
    users.sign_in_should_be_refused(me.email, password)
    keywords.enable_user(me.email)
    users.sign_in(me.email)
    keywords.delete_user(me.email)
    users.sign_in_should_be_refused(me.email, password)
    keywords.create_user_again(me.email)
    assert users.sign_in(me.email).user_id != me.user_id


def test_an_app_client_of_the_test_replaces_refresh_tokens(
    session: SignInSession, users: SigningInKeywords
) -> None:
    trusted = session.cognito.pool
    AppClientKeywords(session).use_app_client_that_replaces_refresh_tokens()
    before = users.sign_in()
    after = users.refresh_tokens()
    assert after.refresh_token.value != before.refresh_token.value
    users.switch_to_user(before)
    refusal = users.refresh_should_be_refused(refusal="RefreshTokenReuseException")
    assert refusal.code == "RefreshTokenReuseException"
    own = session.cognito.pool
    assert session.app_clients.delete() == []
    assert session.cognito.pool == trusted
    with pytest.raises(session.cognito.client.exceptions.ResourceNotFoundException):
        session.cognito.client.describe_user_pool_client(UserPoolId=own.pool_id, ClientId=own.client_id)


def test_an_app_client_of_the_test_allows_no_revocation(
    session: SignInSession, users: SigningInKeywords
) -> None:
    AppClientKeywords(session).use_app_client_without_token_revocation()
    users.sign_in()
    users.revoke_refresh_token(refusal="UnsupportedOperationException")
    users.refresh_tokens()
    assert session.app_clients.delete() == []


class TestElsewhere:
    """Where the environment keeps its users, and nobody can set a clock."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"environment": "local", "users": "configured", "test_user_email": "test@manuel.example"}

    def test_accounts_of_the_environment_are_left_alone(self, session: SignInSession) -> None:
        for change in (
            AccountKeywords(session).disable_user,
            AccountKeywords(session).delete_user,
            AccountKeywords(session).create_user_again,
            SecondFactorKeywords(session).turn_off_second_factor,
        ):
            with pytest.raises(AssertionError, match="which the environment keeps for all tests"):
                change("test@manuel.example")

    def test_time_stays_where_the_clock_cannot_be_set(self, session: SignInSession) -> None:
        with pytest.raises(ConfigurationError, match="does not offer time-control: tag the test"):
            PoolTimeKeywords(session).advance_user_pool_time_by(timedelta(seconds=1))

    def test_time_that_was_not_set_is_not_restored(self, session: SignInSession) -> None:
        before = session.pool_time.now()
        session.pool_time.restore()
        assert session.pool_time.now() - before < 60

    def test_passwords_of_the_environments_users_are_left_alone(self, session: SignInSession) -> None:
        keywords = PasswordKeywords(session)
        with pytest.raises(AssertionError, match="which the environment keeps for all tests"):
            keywords.set_forgotten_password("test@manuel.example", Secret("123456"))


@pytest.mark.parametrize("length", [4, 8, 20])
def test_a_new_password_has_characters_of_all_classes(session: SignInSession, length: int) -> None:
    password = PasswordKeywords(session).new_password(length=length).value
    assert len(password) == length
    classes = (str.isupper, str.islower, str.isdigit, lambda one: not one.isalnum())
    assert all(any(map(is_of_class, password)) for is_of_class in classes)


def test_a_password_that_has_no_room_for_all_classes_is_refused(session: SignInSession) -> None:
    with pytest.raises(ValueError, match="length is 3"):
        PasswordKeywords(session).new_password(length=3)
