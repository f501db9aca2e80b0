"""App clients that have a secret, with a Cognito that checks the proof of it."""

import dataclasses
import logging
from typing import Any

import boto3
import pytest
from robot.api.types import Secret

from manuel_stack.info import StackInfo
from ManuelAuth.cognito import Cognito, CognitoRefusedError
from ManuelAuth.keywords.passwords import PasswordKeywords
from ManuelAuth.keywords.signing_in import SigningInKeywords
from ManuelAuth.keywords.signing_up import SigningUpKeywords
from ManuelAuth.pools import second_pool_of, user_pool_of
from ManuelAuth.session import SignInSession
from ManuelEnvironment import Environment
from ManuelEnvironment.settings import validate

pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]


@pytest.fixture
def with_secret(session: SignInSession) -> Cognito:
    """The pool as users of an app client with a secret see it."""
    session.app_clients.create(session.cognito, GenerateSecret=True, ExplicitAuthFlows=FLOWS)
    assert session.cognito.pool.client_secret is not None
    return session.cognito


def test_users_sign_in_and_get_new_tokens(session: SignInSession, with_secret: Cognito) -> None:
    first = SigningInKeywords(session).sign_in()
    assert with_secret.send_password(session.account_of(first.email)).user_id == first.user_id
    renewed = with_secret.refresh(first)
    assert (renewed.user_id, renewed.access_token != first.access_token) == (first.user_id, True)
    with_secret.revoke(renewed)
    with pytest.raises(CognitoRefusedError, match="Refresh Token has been revoked"):
        with_secret.refresh(renewed)


def test_refresh_tokens_that_are_replaced(session: SignInSession) -> None:
    session.app_clients.create(
        session.cognito,
        rotates_refresh_tokens=True,
        GenerateSecret=True,
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    )
    first = SigningInKeywords(session).sign_in()
    assert session.cognito.refresh(first).refresh_token.value != first.refresh_token.value


@pytest.mark.usefixtures("with_secret")
def test_users_sign_up_and_forget_their_password(session: SignInSession) -> None:
    email = SigningUpKeywords(session).sign_up()
    SigningUpKeywords(session).send_confirmation_code_again(email)
    wrong = Secret("no-code")
    SigningUpKeywords(session).confirm_sign_up(email, wrong, refusal="CodeMismatchException")
    identity = SigningInKeywords(session).sign_in()
    PasswordKeywords(session).forget_password(identity.email)
    PasswordKeywords(session).set_forgotten_password(identity.email, wrong, refusal="CodeMismatchException")


def test_another_app_client_of_the_pool_needs_no_proof(session: SignInSession, with_secret: Cognito) -> None:
    account = session.accounts.create(with_secret.client, with_secret.pool, role="user")
    proven: list[bool] = []
    with_secret.client.meta.events.register(
        "before-parameter-build.cognito-identity-provider.InitiateAuth",
        lambda params, **_: proven.append("SECRET_HASH" in params["AuthParameters"]),
    )
    with_secret.sign_in(account)
    assert session.app_clients.delete() == []
    assert session.cognito.client is with_secret.client
    session.cognito.sign_in(account)
    assert proven == [True, False]


@pytest.mark.parametrize("secret", [None, Secret("wrong")])
def test_a_missing_or_wrong_secret_is_explained(
    session: SignInSession, with_secret: Cognito, secret: Secret | None
) -> None:
    account = session.accounts.create(with_secret.client, with_secret.pool, role="user")
    assert with_secret.sign_in(account).email == account.email
    client = boto3.Session("000000000001", "any", region_name=with_secret.pool.region).client(
        "cognito-idp", endpoint_url=with_secret.pool.endpoint_url
    )
    refused = Cognito(client, dataclasses.replace(with_secret.pool, client_secret=secret))
    with pytest.raises(
        CognitoRefusedError, match=r"Hint: set MANUEL_CLIENT_SECRET to the app client's secret"
    ):
        refused.sign_in(account)


def deployed(stack: StackInfo, **settings: Any) -> Environment:
    of_the_stack = {
        name: getattr(stack, name)
        for name in (
            "aws_endpoint_url",
            "user_pool_id",
            "user_pool_client_id",
            "second_pool_id",
            "second_pool_client_id",
        )
    }
    values = {"environment": "dev", "api_base_url": "http://127.0.0.1:1", **of_the_stack, **settings}
    return Environment(validate(values, source="test"), None, None)


def test_secrets_of_deployed_app_clients_are_in_environment_variables(
    stack: StackInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANUEL_CLIENT_SECRET", "quite-secret-1")
    monkeypatch.setenv("MANUEL_SECOND_POOL_CLIENT_SECRET", "quite-secret-2")
    environment = deployed(stack)
    pools = [user_pool_of(environment), second_pool_of(environment)]
    assert [pool.client_secret and pool.client_secret.value for pool in pools] == [
        "quite-secret-1",
        "quite-secret-2",
    ]
    assert "quite-secret-1" not in repr(pools[0])


@pytest.mark.parametrize("value", [None, ""])
def test_a_deployed_app_client_need_not_have_a_secret(
    stack: StackInfo, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("MANUEL_CLIENT_SECRET", raising=False)
    if value is not None:
        monkeypatch.setenv("MANUEL_CLIENT_SECRET", value)
    assert user_pool_of(deployed(stack)).client_secret is None


def test_the_secret_of_a_templates_app_client_is_read_from_its_pool_and_not_logged(
    stack: StackInfo, with_secret: Cognito, settings: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("botocore").setLevel(logging.NOTSET)
    application = dataclasses.replace(
        stack,
        user_pool_client_id=with_secret.pool.client_id,
        resources={"AppClient": with_secret.pool.client_id},
    )
    environment = Environment(validate(settings, source="test"), application, None)
    secret, known = user_pool_of(environment).client_secret, with_secret.pool.client_secret
    assert secret is not None
    assert known is not None
    assert secret.value == known.value
    assert secret.value not in caplog.text
