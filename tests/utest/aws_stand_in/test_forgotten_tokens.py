"""Tokens of user pools are forgotten a day after they have expired, and not before."""

import gc
from typing import Any

import pytest
import requests

from aws_stand_in.overlays.cognito import pools
from aws_stand_in.overlays.cognito.tokens import Grant, SignIn
from support.stand_in import Aws, Clock

PASSWORD = "Corr3ct-horse"
MINUTES = {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes"}
HOUR = 3600
DAY = 24 * HOUR


class Pool:
    """A user pool with one user, whose refresh tokens expire after an hour and whose other tokens after five minutes."""

    def __init__(self, aws: Aws) -> None:
        self.cognito = aws.client("cognito-idp")
        self.errors = self.cognito.exceptions
        self.id = self.cognito.create_user_pool(PoolName="pool")["UserPool"]["Id"]
        self.client_id = self.cognito.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            AccessTokenValidity=5,
            IdTokenValidity=5,
            RefreshTokenValidity=60,
            TokenValidityUnits=MINUTES,
        )["UserPoolClient"]["ClientId"]
        user = {"UserPoolId": self.id, "Username": "ada"}
        self.cognito.admin_create_user(**user, MessageAction="SUPPRESS")
        self.cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)

    def sign_in(self) -> dict[str, Any]:
        return self._tokens("USER_PASSWORD_AUTH", USERNAME="ada", PASSWORD=PASSWORD)

    def refresh(self, tokens: dict[str, Any]) -> dict[str, Any]:
        return self._tokens("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])

    def name_of(self, tokens: dict[str, Any]) -> str:
        return str(self.cognito.get_user(AccessToken=tokens["AccessToken"])["Username"])

    def access_tokens(self) -> int:
        """Return how many access tokens moto knows."""
        location = pools.location_of_pool(self.id)
        assert location
        return len(location.pool.access_tokens)

    def _tokens(self, flow: str, **parameters: str) -> dict[str, Any]:
        answer = self.cognito.initiate_auth(ClientId=self.client_id, AuthFlow=flow, AuthParameters=parameters)
        return dict(answer["AuthenticationResult"])


@pytest.fixture
def pool(aws: Aws) -> Pool:
    return Pool(aws)


def held() -> tuple[int, int]:
    """Return how many sign-ins and refresh tokens are in memory."""
    gc.collect()
    each = [type(one) for one in gc.get_objects()]
    return each.count(SignIn), each.count(Grant)


def test_tokens_are_forgotten_a_day_after_they_have_expired(pool: Pool, clock: Clock) -> None:
    before, beside = held()
    for _ in range(20):
        pool.refresh(pool.sign_in())
    assert (held(), pool.access_tokens()) == ((before + 20, beside + 20), 40)
    clock.advance(DAY + HOUR + 1)
    last = pool.sign_in()
    assert (held(), pool.access_tokens()) == ((before + 1, beside + 1), 1)
    assert pool.name_of(last) == "ada"


def test_until_then_it_is_said_what_is_wrong_with_them(pool: Pool, clock: Clock) -> None:
    expired, revoked = pool.sign_in(), pool.sign_in()
    pool.cognito.revoke_token(Token=revoked["RefreshToken"], ClientId=pool.client_id)
    clock.advance(DAY)
    pool.sign_in()
    for tokens, reason in ((expired, "expired"), (revoked, "revoked")):
        with pytest.raises(pool.errors.NotAuthorizedException, match=f"Access Token has (been )?{reason}"):
            pool.name_of(tokens)
        with pytest.raises(pool.errors.NotAuthorizedException, match=f"Refresh Token has (been )?{reason}"):
            pool.refresh(tokens)


def test_what_a_user_still_holds_can_be_revoked_after_older_sign_ins_are_forgotten(
    pool: Pool, clock: Clock
) -> None:
    pool.sign_in()
    clock.advance(DAY + HOUR + 1)
    tokens = pool.sign_in()
    pool.cognito.global_sign_out(AccessToken=tokens["AccessToken"])
    with pytest.raises(pool.errors.NotAuthorizedException, match="has been revoked"):
        pool.refresh(tokens)


def test_a_clock_that_is_set_forward_and_back_forgets_nothing(pool: Pool, aws: Aws) -> None:
    pool_clock = f"{aws.endpoint_url}/_mockaws/user-pools/clock?account_id={aws.account_id}"
    tokens = pool.sign_in()
    requests.post(pool_clock, json={"advance_seconds": 30 * DAY}, timeout=30).raise_for_status()
    pool.sign_in()
    with pytest.raises(pool.errors.NotAuthorizedException, match="Access Token has expired"):
        pool.name_of(tokens)
    requests.delete(pool_clock, timeout=30).raise_for_status()
    assert pool.name_of(tokens) == "ada"
    assert pool.refresh(tokens)
