"""Codes that confirm a sign-up, a new password or a new address, checked as Cognito checks them."""

from typing import Any

import pytest
import requests

EMAIL = "ada@example.com"
OTHER_EMAIL = "bob@example.com"
PASSWORD = "Corr3ct-horse"
NEW_PASSWORD = "An0ther-horse"
HOUR = 3600


class Pool:
    """A user pool that verifies e-mail addresses, and its app client."""

    def __init__(self, aws: Any, account_id: str, **settings: Any) -> None:
        self.cognito = aws.client("cognito-idp")
        self.errors = self.cognito.exceptions
        self._outbox = f"{aws.endpoint_url}/_mockaws/outbox"
        self._account_id = account_id
        self.id = self.cognito.create_user_pool(
            PoolName="pool",
            **{"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"], **settings},
        )["UserPool"]["Id"]
        self.client_id = self.add_client("ENABLED")

    def add_client(self, hides_users: str, **settings: Any) -> str:
        client = self.cognito.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            PreventUserExistenceErrors=hides_users,
            **settings,
        )["UserPoolClient"]
        return str(client["ClientId"])

    def sign_up(self, email: str = EMAIL, **more: Any) -> dict[str, Any]:
        return dict(self.cognito.sign_up(ClientId=self.client_id, Username=email, Password=PASSWORD, **more))

    def confirm(self, code: str, email: str = EMAIL) -> None:
        self.cognito.confirm_sign_up(ClientId=self.client_id, Username=email, ConfirmationCode=code)

    def add_user(self, email: str = EMAIL) -> None:
        self.sign_up(email)
        self.confirm(self.code(email), email)

    def messages(self, email: str = EMAIL) -> list[dict[str, Any]]:
        reply = requests.get(self._outbox, params={"to": email, "account_id": self._account_id}, timeout=30)
        return list(reply.json()["messages"])

    def code(self, email: str = EMAIL) -> str:
        return str(self.messages(email)[-1]["code"])

    def forget_password(self, email: str = EMAIL) -> dict[str, Any]:
        reply = self.cognito.forgot_password(ClientId=self.client_id, Username=email)
        return dict(reply["CodeDeliveryDetails"])

    def set_password(self, code: str, password: str = NEW_PASSWORD, email: str = EMAIL) -> None:
        self.cognito.confirm_forgot_password(
            ClientId=self.client_id, Username=email, ConfirmationCode=code, Password=password
        )

    def sign_in(self, password: str = PASSWORD, email: str = EMAIL) -> str:
        parameters = {"USERNAME": email, "PASSWORD": password}
        reply = self.cognito.initiate_auth(
            ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
        )
        return str(reply["AuthenticationResult"]["AccessToken"])

    def attributes(self, token: str) -> dict[str, str]:
        reply = self.cognito.get_user(AccessToken=token)
        return {attribute["Name"]: attribute["Value"] for attribute in reply["UserAttributes"]}

    def change_email(self, token: str, email: str) -> list[dict[str, str]]:
        reply = self.cognito.update_user_attributes(
            AccessToken=token, UserAttributes=[{"Name": "email", "Value": email}]
        )
        return list(reply["CodeDeliveryDetailsList"])

    def verify_email(self, token: str, code: str) -> None:
        self.cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=code)


@pytest.fixture
def pool(aws: Any, account_id: str) -> Pool:
    return Pool(aws, account_id)


def wrong(code: str) -> str:
    """Return another code."""
    return f"{(int(code) + 1) % 10**6:06}"


# ---------------------------------------------------------------------------------------------- Signing up


def test_code_of_the_sign_up_confirms_the_user_and_the_address(pool: Pool) -> None:
    signed_up = pool.sign_up()
    assert signed_up["UserConfirmed"] is False
    assert signed_up["CodeDeliveryDetails"] == {
        "Destination": "a***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    (message,) = pool.messages("Ada@Example.com")
    assert message["text"] == f"Your confirmation code is {message['code']}"
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.confirm(wrong(pool.code()))
    with pytest.raises(pool.errors.UserNotConfirmedException):
        pool.sign_in()
    pool.confirm(pool.code())
    attributes = pool.attributes(pool.sign_in())
    assert (attributes["sub"], attributes["email_verified"]) == (signed_up["UserSub"], "true")
    with pytest.raises(pool.errors.NotAuthorizedException, match="Current status is CONFIRMED"):
        pool.confirm(pool.code())


def test_code_of_the_sign_up_is_valid_for_a_day(pool: Pool, clock: Any) -> None:
    pool.sign_up()
    pool.sign_up(OTHER_EMAIL)
    clock.advance(24 * HOUR - 60)
    pool.confirm(pool.code())
    clock.advance(60)
    with pytest.raises(pool.errors.ExpiredCodeException):
        pool.confirm(pool.code(OTHER_EMAIL), OTHER_EMAIL)


def test_code_that_is_sent_again_takes_the_place_of_the_first(pool: Pool) -> None:
    pool.sign_up()
    first = pool.code()
    while pool.code() == first:
        pool.cognito.resend_confirmation_code(ClientId=pool.client_id, Username=EMAIL)
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.confirm(first)
    pool.confirm(pool.code())
    with pytest.raises(pool.errors.InvalidParameterException, match="already confirmed"):
        pool.cognito.resend_confirmation_code(ClientId=pool.client_id, Username=EMAIL)


def test_code_belongs_to_its_user(pool: Pool) -> None:
    pool.sign_up()
    pool.sign_up(OTHER_EMAIL)
    while pool.code() == pool.code(OTHER_EMAIL):
        pool.cognito.resend_confirmation_code(ClientId=pool.client_id, Username=EMAIL)
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.confirm(pool.code(OTHER_EMAIL))
    pool.confirm(pool.code())


def test_codes_and_attempts_are_limited_for_an_hour(pool: Pool, clock: Any) -> None:
    def resend() -> None:
        pool.cognito.resend_confirmation_code(ClientId=pool.client_id, Username=EMAIL)

    pool.sign_up()
    for _ in range(4):
        resend()
    with pytest.raises(pool.errors.LimitExceededException):
        resend()
    for _ in range(15):
        with pytest.raises(pool.errors.CodeMismatchException):
            pool.confirm(wrong(pool.code()))
    with pytest.raises(pool.errors.LimitExceededException):
        pool.confirm(pool.code())
    clock.advance(HOUR)
    resend()
    pool.confirm(pool.code())


def test_user_cannot_declare_the_own_address_verified(pool: Pool) -> None:
    verified = [{"Name": "email_verified", "Value": "true"}]
    with pytest.raises(pool.errors.NotAuthorizedException, match="unauthorized attribute"):
        pool.sign_up(UserAttributes=verified)
    pool.add_user()
    with pytest.raises(pool.errors.NotAuthorizedException, match="unauthorized attribute"):
        pool.cognito.update_user_attributes(AccessToken=pool.sign_in(), UserAttributes=verified)


def test_pool_that_verifies_no_address_sends_no_code(aws: Any, account_id: str) -> None:
    pool = Pool(aws, account_id, AutoVerifiedAttributes=[])
    assert "CodeDeliveryDetails" not in pool.sign_up()
    assert pool.messages() == []
    with pytest.raises(pool.errors.InvalidParameterException):
        pool.cognito.resend_confirmation_code(ClientId=pool.client_id, Username=EMAIL)


# ---------------------------------------------------------------------------------------------- Forgotten password


def test_an_address_is_verified_in_whatever_case_that_is_written(pool: Pool) -> None:
    """Verified on AWS by moto's tests/test_cognitoidp/test_cognitoidp.py::test_forgot_password_with_email_delivery_details."""
    for email, verified in ((EMAIL, "True"), (OTHER_EMAIL, "False")):
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": verified}]
        pool.cognito.admin_create_user(UserPoolId=pool.id, Username=email, UserAttributes=attributes)
        password = {"UserPoolId": pool.id, "Username": email, "Password": PASSWORD, "Permanent": True}
        pool.cognito.admin_set_user_password(**password)
    answer = pool.cognito.forgot_password(ClientId=pool.client_id, Username=EMAIL)
    assert answer["CodeDeliveryDetails"]["AttributeName"] == "email"
    with pytest.raises(pool.errors.InvalidParameterException):
        pool.cognito.forgot_password(ClientId=pool.add_client("LEGACY"), Username=OTHER_EMAIL)


def test_code_sets_a_new_password_once(pool: Pool) -> None:
    pool.add_user()
    assert pool.forget_password()["Destination"] == "a***@e***"
    code = pool.code()
    with pytest.raises(pool.errors.InvalidPasswordException):
        pool.set_password(code, "short")
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.set_password(wrong(code))
    assert pool.sign_in()
    pool.set_password(code)
    assert pool.sign_in(NEW_PASSWORD)
    with pytest.raises(pool.errors.NotAuthorizedException):
        pool.sign_in()
    with pytest.raises(pool.errors.ExpiredCodeException):
        pool.set_password(code)


def test_code_for_a_new_password_is_valid_for_an_hour(pool: Pool, clock: Any) -> None:
    pool.add_user()
    pool.forget_password()
    clock.advance(HOUR - 60)
    pool.set_password(pool.code())
    pool.forget_password()
    clock.advance(HOUR)
    with pytest.raises(pool.errors.ExpiredCodeException):
        pool.set_password(pool.code())


def test_code_of_the_sign_up_sets_no_password(pool: Pool) -> None:
    pool.add_user()
    with pytest.raises(pool.errors.ExpiredCodeException):
        pool.set_password(pool.code())


def test_password_is_not_recovered_without_a_verified_address(pool: Pool) -> None:
    pool.sign_up()
    assert pool.forget_password()["DeliveryMedium"] == "EMAIL"
    pool.client_id = pool.add_client("LEGACY")
    with pytest.raises(pool.errors.InvalidParameterException, match="no registered/verified email"):
        pool.forget_password()


@pytest.mark.parametrize(
    ("mechanism", "refusal"),
    [("admin_only", "NotAuthorizedException"), ("verified_phone_number", "InvalidParameterException")],
)
def test_pool_says_how_passwords_are_recovered(
    aws: Any, account_id: str, mechanism: str, refusal: str
) -> None:
    setting = {"RecoveryMechanisms": [{"Name": mechanism, "Priority": 1}]}
    pool = Pool(aws, account_id, AccountRecoverySetting=setting)
    pool.client_id = pool.add_client("LEGACY")
    pool.add_user()
    with pytest.raises(getattr(pool.errors, refusal)):
        pool.forget_password()


def test_password_that_an_administrator_resets_is_set_with_a_code(pool: Pool) -> None:
    pool.add_user()
    pool.cognito.admin_reset_user_password(UserPoolId=pool.id, Username=EMAIL)
    with pytest.raises(pool.errors.PasswordResetRequiredException):
        pool.sign_in()
    pool.set_password(pool.code())
    assert pool.sign_in(NEW_PASSWORD)


def test_disabled_user_gets_no_code(pool: Pool) -> None:
    pool.add_user()
    pool.cognito.admin_disable_user(UserPoolId=pool.id, Username=EMAIL)
    sent = len(pool.messages())
    assert pool.forget_password()["DeliveryMedium"] == "EMAIL"
    assert len(pool.messages()) == sent
    pool.client_id = pool.add_client("LEGACY")
    with pytest.raises(pool.errors.NotAuthorizedException, match="disabled"):
        pool.forget_password()


# ---------------------------------------------------------------------------------------------- Existence of users


def test_unknown_user_is_hidden_from_those_who_ask_for_a_code(pool: Pool) -> None:
    pool.add_user()
    assert pool.forget_password(OTHER_EMAIL) == {**pool.forget_password(), "Destination": "b***@e***"}
    details = pool.cognito.resend_confirmation_code(ClientId=pool.client_id, Username=OTHER_EMAIL)
    assert details["CodeDeliveryDetails"]["Destination"] == "b***@e***"
    assert pool.messages(OTHER_EMAIL) == []
    for attempt in (pool.confirm, pool.set_password):
        with pytest.raises(pool.errors.CodeMismatchException):
            attempt("123456", email=OTHER_EMAIL)


def test_unknown_user_is_reported_if_the_client_does_not_hide_users(pool: Pool) -> None:
    pool.client_id = pool.add_client("LEGACY")
    with pytest.raises(pool.errors.UserNotFoundException):
        pool.cognito.resend_confirmation_code(ClientId=pool.client_id, Username=EMAIL)
    for attempt in (pool.confirm, pool.set_password):
        with pytest.raises(pool.errors.UserNotFoundException):
            attempt("123456")


@pytest.mark.parametrize("name", [EMAIL, "nobody@example.com"])
def test_without_the_clients_secret_nobody_learns_who_exists(pool: Pool, name: str) -> None:
    pool.add_user()
    pool.client_id = pool.add_client("LEGACY", GenerateSecret=True)
    with pytest.raises(pool.errors.NotAuthorizedException, match="SECRET_HASH was not received"):
        pool.confirm("123456", name)
    with pytest.raises(pool.errors.NotAuthorizedException, match="SECRET_HASH was not received"):
        pool.set_password("123456", email=name)


# ---------------------------------------------------------------------------------------------- Attributes


def test_new_address_is_unverified_until_its_code_is_entered(pool: Pool, clock: Any) -> None:
    pool.add_user()
    token = pool.sign_in()
    (details,) = pool.change_email(token, "new@example.com")
    assert details["Destination"] == "n***@e***"
    attributes = pool.attributes(token)
    assert (attributes["email"], attributes["email_verified"]) == ("new@example.com", "false")
    with pytest.raises(pool.errors.CodeMismatchException):
        pool.verify_email(token, wrong(pool.code("new@example.com")))
    pool.verify_email(token, pool.code("new@example.com"))
    assert pool.attributes(token)["email_verified"] == "true"
    pool.cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    clock.advance(24 * HOUR)
    with pytest.raises(pool.errors.ExpiredCodeException):
        pool.verify_email(pool.sign_in(email="new@example.com"), pool.code("new@example.com"))


def test_new_address_can_wait_until_it_is_verified(aws: Any, account_id: str) -> None:
    waits = {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    pool = Pool(aws, account_id, UserAttributeUpdateSettings=waits)
    pool.add_user()
    token = pool.sign_in()
    pool.change_email(token, "new@example.com")
    assert pool.attributes(token)["email"] == EMAIL
    pool.verify_email(token, pool.code("new@example.com"))
    assert pool.attributes(token)["email"] == "new@example.com"
    assert pool.sign_in(email="new@example.com")


def test_address_of_another_user_is_not_taken(pool: Pool) -> None:
    pool.add_user()
    pool.add_user(OTHER_EMAIL)
    with pytest.raises(pool.errors.AliasExistsException):
        pool.change_email(pool.sign_in(), OTHER_EMAIL)


def test_own_address_may_be_set_again(pool: Pool) -> None:
    pool.add_user()
    token = pool.sign_in()
    pool.change_email(token, EMAIL)
    assert pool.attributes(token)["email_verified"] == "false"
    attributes = [{"Name": "email", "Value": EMAIL}, {"Name": "email_verified", "Value": "true"}]
    pool.cognito.admin_update_user_attributes(UserPoolId=pool.id, Username=EMAIL, UserAttributes=attributes)
    assert pool.attributes(token)["email_verified"] == "true"


def test_address_waits_although_another_user_has_it_when_its_code_is_entered(
    aws: Any, account_id: str
) -> None:
    waits = {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    pool = Pool(aws, account_id, UserAttributeUpdateSettings=waits)
    pool.add_user()
    token = pool.sign_in()
    pool.change_email(token, OTHER_EMAIL)
    code = pool.code(OTHER_EMAIL)
    pool.add_user(OTHER_EMAIL)
    with pytest.raises(pool.errors.AliasExistsException):
        pool.verify_email(token, code)
    pool.cognito.admin_delete_user(UserPoolId=pool.id, Username=OTHER_EMAIL)
    pool.cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    pool.verify_email(token, pool.code(OTHER_EMAIL))
    assert pool.attributes(token)["email"] == OTHER_EMAIL


def test_verified_alias_belongs_to_one_user(aws: Any, account_id: str) -> None:
    """Source: Developer Guide, "Customizing sign-in attributes"."""
    pool = Pool(aws, account_id, UsernameAttributes=[], AliasAttributes=["email"])
    for name, email in (("ada", EMAIL), ("eve", OTHER_EMAIL)):
        pool.sign_up(name, UserAttributes=[{"Name": "email", "Value": email}])
        pool.confirm(pool.code(email), name)
    eves = pool.sign_in(email="eve")
    pool.change_email(eves, EMAIL)
    with pytest.raises(pool.errors.AliasExistsException):
        pool.verify_email(eves, pool.code())
    assert pool.attributes(eves)["email_verified"] == "false"
    assert pool.attributes(pool.sign_in())["sub"] == pool.attributes(pool.sign_in(email="ada"))["sub"]
    pool.change_email(eves, "new@example.com")
    pool.verify_email(eves, pool.code("new@example.com"))
    assert pool.attributes(pool.sign_in(email="new@example.com"))["sub"] == pool.attributes(eves)["sub"]


def test_address_that_is_deleted_is_not_verified(aws: Any, account_id: str) -> None:
    pool = Pool(aws, account_id, UsernameAttributes=[], AliasAttributes=["email"])
    pool.sign_up("ada", UserAttributes=[{"Name": "email", "Value": EMAIL}])
    pool.confirm(pool.code(), "ada")
    token = pool.sign_in(email="ada")
    pool.change_email(token, OTHER_EMAIL)
    pool.cognito.delete_user_attributes(AccessToken=token, UserAttributeNames=["email"])
    with pytest.raises(pool.errors.InvalidParameterException):
        pool.verify_email(token, pool.code(OTHER_EMAIL))


def test_only_addresses_are_verified(pool: Pool) -> None:
    pool.add_user()
    token = pool.sign_in()
    for name in ("name", "phone_number"):
        with pytest.raises(pool.errors.InvalidParameterException):
            pool.cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName=name)


def test_outbox_is_emptied_by_a_reset(pool: Pool, aws: Any, account_id: str) -> None:
    pool.sign_up()
    requests.post(f"{aws.endpoint_url}/_mockaws/reset", params={"account_id": account_id}, timeout=30)
    assert pool.messages() == []


def test_clock_of_user_pools_is_set_forward_and_back(pool: Pool, aws: Any, account_id: str) -> None:
    clock = f"{aws.endpoint_url}/_mockaws/user-pools/clock"
    account = {"account_id": account_id}
    pool.add_user()
    pool.forget_password()
    expired = pool.code()
    body = {"advance_seconds": HOUR}
    requests.post(clock, json=body, params={"account_id": "000000000099"}, timeout=30).raise_for_status()
    assert requests.post(clock, json=body, params=account, timeout=30).json()["now"] > 0
    with pytest.raises(pool.errors.ExpiredCodeException):
        pool.set_password(expired)
    requests.delete(clock, params=account, timeout=30).raise_for_status()
    pool.set_password(expired)
    for no_time in ("-1", "NaN", "Infinity"):
        refused = requests.post(clock, f'{{"advance_seconds": {no_time}}}', params=account, timeout=30)
        assert refused.status_code == 400
        assert "only be set forward" in refused.json()["error"]
