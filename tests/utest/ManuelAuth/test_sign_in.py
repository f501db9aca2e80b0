"""Signing in, refreshing and signing out with a Cognito that checks what it receives."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from robot.api.types import Secret

from cause_register import CauseRegister
from ManuelAuth import needed_sign_in
from ManuelAuth.cognito import CognitoRefusedError
from ManuelAuth.identity import current_identity
from ManuelAuth.keywords.passwords import PasswordKeywords
from ManuelAuth.keywords.reading_tokens import ReadingTokensKeywords
from ManuelAuth.keywords.signing_in import SigningInKeywords
from ManuelAuth.session import SignInSession
from ManuelAuth.tokens import read_claims, verify
from ManuelEnvironment import causes
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes
from ManuelEnvironment.errors import ConfigurationError

# pycognito asks for the time in a way that Python deprecates from 3.12 on.
pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")


@pytest.fixture(autouse=True)
def _no_known_causes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = CauseNotes(CauseRegister(tmp_path / "causes"))
    for module in (causes, needed_sign_in):
        monkeypatch.setattr(module, "cause_notes", lambda: notes)


@pytest.fixture
def keywords(session: SignInSession) -> SigningInKeywords:
    return SigningInKeywords(session)


def test_a_new_user_is_signed_in_and_is_the_current_one(keywords: SigningInKeywords) -> None:
    first = keywords.sign_in()
    assert current_identity() is first
    assert read_claims(first.id_token)["sub"] == first.user_id
    assert read_claims(first.id_token)["email"] == first.email
    assert keywords.sign_in().user_id != first.user_id


def test_an_identity_is_printed_without_secrets(keywords: SigningInKeywords) -> None:
    identity = keywords.sign_in()
    printed = f"{identity!r} {identity}"
    assert identity.email in printed
    assert not any(
        token.value in printed for token in (identity.id_token, identity.access_token, identity.refresh_token)
    )


def test_an_administrator_is_in_the_group(keywords: SigningInKeywords) -> None:
    assert read_claims(keywords.sign_in_as_admin().id_token)["cognito:groups"] == ["admin"]
    assert "cognito:groups" not in read_claims(keywords.sign_in().id_token)


def test_switching_between_users(keywords: SigningInKeywords) -> None:
    owner = keywords.sign_in()
    stranger = keywords.sign_in_as_second_user()
    assert keywords.get_current_user() is stranger
    assert keywords.switch_to_user(owner.email) is owner
    assert keywords.switch_to_user(stranger) is stranger
    with pytest.raises(
        LookupError, match=r"'nobody@example\.com' has not signed in\. Users who have: manuel-test-"
    ):
        keywords.switch_to_user("nobody@example.com")


def test_no_user_is_signed_in_after_forgetting(keywords: SigningInKeywords) -> None:
    identity = keywords.sign_in()
    keywords.act_without_signing_in()
    assert current_identity() is None
    with pytest.raises(
        AssertionError, match=r"Expected a signed-in user\.\nGot none\.\nHint: call Sign In first"
    ):
        keywords.get_current_user()
    assert keywords.switch_to_user(identity.email) is identity


def test_refreshing_yields_new_tokens_of_the_same_session(keywords: SigningInKeywords) -> None:
    before = keywords.sign_in()
    after = keywords.refresh_tokens()
    old, new = read_claims(before.access_token), read_claims(after.access_token)
    assert after.user_id == before.user_id
    assert old["jti"] != new["jti"]
    assert old["origin_jti"] == new["origin_jti"]
    assert old["auth_time"] == new["auth_time"]
    assert current_identity() is after


def test_a_user_signs_in_from_a_second_device(keywords: SigningInKeywords) -> None:
    phone = keywords.sign_in()
    tablet = keywords.sign_in(phone.email)
    assert read_claims(phone.id_token)["origin_jti"] != read_claims(tablet.id_token)["origin_jti"]
    keywords.revoke_refresh_token()
    assert keywords.refresh_should_be_refused().code == "NotAuthorizedException"
    keywords.switch_to_user(phone)
    keywords.refresh_tokens()


def test_signing_out_ends_refresh_and_cognitos_own_calls(keywords: SigningInKeywords) -> None:
    keywords.sign_in()
    with pytest.raises(AssertionError, match="Got a success: Cognito accepted it"):
        keywords.refresh_should_be_refused()
    with pytest.raises(AssertionError, match="Got a success: Cognito accepted it"):
        keywords.cognito_should_refuse_the_access_token()
    assert keywords.get_own_user_attributes().sub == keywords.get_current_user().user_id
    keywords.sign_out()
    keywords.refresh_should_be_refused()
    keywords.cognito_should_refuse_the_access_token()


def test_a_wrong_password_and_an_unknown_user_are_refused_alike(keywords: SigningInKeywords) -> None:
    user = keywords.sign_in()
    wrong = keywords.sign_in_should_be_refused(user.email)
    unknown = keywords.sign_in_should_be_refused("nobody@example.com")
    assert (
        wrong == unknown == {"code": "NotAuthorizedException", "message": "Incorrect username or password."}
    )
    assert current_identity() is user


def test_the_password_itself_is_not_accepted(
    keywords: SigningInKeywords, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = keywords.sign_in()
    keywords.password_flow_should_be_disabled()
    monkeypatch.setattr("ManuelAuth.cognito.Cognito.send_password", lambda *_: user)
    with pytest.raises(AssertionError, match="Expected USER_PASSWORD_AUTH to be disabled for the app client"):
        keywords.password_flow_should_be_disabled()


def test_a_refused_sign_in_says_expected_got_where_and_hint(keywords: SigningInKeywords) -> None:
    user = keywords.sign_in()
    with pytest.raises(CognitoRefusedError) as failure:
        keywords.sign_in(user.email, Secret("Wrong-Password-1"))
    lines = str(failure.value).splitlines()
    assert lines[0] == f"Expected {user.email} to sign in."
    assert lines[1] == "Got NotAuthorizedException from Cognito: Incorrect username or password."
    assert lines[2].startswith("Where: RespondToAuthChallenge at user pool eu-west-1_")
    assert lines[3] == "Hint: are e-mail address and password right, and is the user confirmed and enabled?"
    assert "Wrong-Password-1" not in str(failure.value)


def test_an_unknown_password_is_reported(keywords: SigningInKeywords) -> None:
    with pytest.raises(LookupError, match=r"The password of 'x@example\.com' is unknown"):
        keywords.sign_in("x@example.com")


def test_users_and_identity_of_a_test_end_with_it(
    session: SignInSession, keywords: SigningInKeywords
) -> None:
    of_the_suite = keywords.sign_in()
    session.identities.enter()
    session.accounts.enter()
    of_the_test = keywords.sign_in()
    session.identities.leave()
    assert session.accounts.leave() == []
    assert current_identity() is of_the_suite
    users = session.cognito.client.list_users(UserPoolId=session.cognito.pool.pool_id)["Users"]
    addresses = {attribute["Value"] for user in users for attribute in user["Attributes"]}
    assert of_the_suite.email in addresses
    assert of_the_test.email not in addresses


@pytest.mark.parametrize("kind", ["id", "access"])
def test_tokens_are_verified_with_the_pools_keys(
    session: SignInSession, keywords: SigningInKeywords, kind: Any
) -> None:
    identity = keywords.sign_in()
    tokens = ReadingTokensKeywords(session)
    assert tokens.token_should_be_valid(kind=kind).sub == identity.user_id
    tokens.token_lifetime_should_be(timedelta(hours=1), kind=kind)
    with pytest.raises(AssertionError, match=f"Expected an? {kind} token with a lifetime of 0:05:00"):
        tokens.token_lifetime_should_be(timedelta(minutes=5), kind=kind)


def test_an_invalid_token_is_refused_with_the_reason(
    session: SignInSession, keywords: SigningInKeywords
) -> None:
    identity = keywords.sign_in()
    tokens = ReadingTokensKeywords(session)
    with pytest.raises(AssertionError, match="Got one that is not: Signature verification failed"):
        tokens.token_should_be_valid(session.forge("subject-changed", {}))
    with pytest.raises(AssertionError, match="Got one that is not: Signature has expired"):
        tokens.token_should_be_valid(session.forge("expired", {}))
    with pytest.raises(AssertionError, match="Expected a token with token_use 'id'"):
        tokens.token_should_be_valid(session.forge("token-use-changed", {}))
    with pytest.raises(AssertionError, match="Got one that is not"):
        verify(identity.id_token, session.second_pool.pool, kind="id")
    assert tokens.get_token_header().alg == "RS256"
    assert tokens.get_public_keys()[0].kty == "RSA"


def test_weak_passwords_are_refused(session: SignInSession, keywords: SigningInKeywords) -> None:
    user = keywords.sign_in()
    passwords = PasswordKeywords(session)
    for weak in ("Ab1!xyz", "alllowercase1!", "ALLUPPERCASE1!", "NoDigitsHere!", "NoSymbols123"):
        passwords.password_should_be_refused(weak)
    with pytest.raises(AssertionError, match="Expected the password policy to refuse 'Str0ng-Enough'"):
        passwords.password_should_be_refused("Str0ng-Enough")
    keywords.sign_in(user.email, Secret("Str0ng-Enough"))


def test_a_changed_password_is_the_one_that_signs_in(
    session: SignInSession, keywords: SigningInKeywords
) -> None:
    user = keywords.sign_in()
    old = session.account_of(user.email).password
    PasswordKeywords(session).change_password()
    keywords.sign_in(user.email)
    keywords.sign_in_should_be_refused(user.email, old)


def test_a_password_that_is_not_changed_still_signs_in(
    session: SignInSession, keywords: SigningInKeywords
) -> None:
    user = keywords.sign_in()
    passwords = PasswordKeywords(session)
    passwords.change_password(old=Secret("Wr0ng-Enough"), refusal="NotAuthorizedException")
    keywords.sign_in(user.email)
    with pytest.raises(AssertionError, match="to change the password"):
        passwords.change_password(refusal="NotAuthorizedException")


class TestConfiguredUsers:
    """Where the environment keeps its users."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"environment": "local", "users": "configured", "test_user_email": "test@manuel.example"}

    def test_a_missing_password_names_the_variable(self, keywords: SigningInKeywords) -> None:
        with pytest.raises(
            BlockedByCauseError, match=r"^blocked by environment local: .* set MANUEL_TEST_PASSWORD"
        ):
            keywords.sign_in()

    def test_a_missing_user_names_the_setting(self, keywords: SigningInKeywords) -> None:
        with pytest.raises(
            BlockedByCauseError, match=r"^blocked by environment local: second_user_email is missing"
        ):
            keywords.sign_in_as_second_user()

    def test_the_configured_user_signs_in_and_keeps_its_password(
        self,
        session: SignInSession,
        keywords: SigningInKeywords,
        environment: Any,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        account = session.accounts.create(session.cognito.client, session.cognito.pool)
        monkeypatch.setattr(environment, "_password", account.password)
        monkeypatch.setattr(
            environment,
            "settings",
            environment.settings.model_copy(update={"test_user_email": account.email}),
        )
        session.accounts.enter()
        assert keywords.sign_in().email == account.email

    def test_a_temporary_password_blocks_what_needs_the_user(
        self,
        session: SignInSession,
        keywords: SigningInKeywords,
        environment: Any,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        user = {"UserPoolId": session.cognito.pool.pool_id, "Username": "temporary@manuel.example"}
        session.cognito.client.admin_create_user(
            **user, TemporaryPassword="Battery-Staple-1", MessageAction="SUPPRESS"
        )
        named = {"test_user_email": user["Username"]}
        monkeypatch.setattr(environment, "_password", Secret("Battery-Staple-1"))
        monkeypatch.setattr(environment, "settings", environment.settings.model_copy(update=named))
        with pytest.raises(BlockedByCauseError, match="blocked by sign-in as user: NEW_PASSWORD_REQUIRED"):
            keywords.sign_in()

    def test_a_forged_token_that_needs_the_signing_key_is_not_created(
        self, session: SignInSession, keywords: SigningInKeywords
    ) -> None:
        account = session.accounts.create(session.cognito.client, session.cognito.pool)
        session.sign_in(account)
        assert isinstance(session.forge("alg-none", {}), Secret)
        with pytest.raises(
            ConfigurationError, match="environment local does not offer the user pool's signing key"
        ):
            session.forge("expired", {})
