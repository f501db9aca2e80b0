"""What a test does with users ends with it, also where something can't be deleted."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from robot import result, running
from robot.api import logger

from ManuelAuth.keywords.app_clients import AppClientKeywords
from ManuelAuth.keywords.pool_time import PoolTimeKeywords
from ManuelAuth.listener import IdentityScopes
from ManuelAuth.session import SignInSession


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"environment": "local", "users": "disposable", "capabilities": ["destructive", "time-control"]}


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    warnings: list[str] = []
    monkeypatch.setattr(logger, "warn", warnings.append)
    return warnings


class RunningTest:
    """A test that has begun."""

    def __init__(self, session: SignInSession) -> None:
        self.session = session
        self._listener = IdentityScopes(session)
        self._listener.start_test(running.TestCase(), result.TestCase())

    def end(self) -> None:
        self._listener.end_test(running.TestCase(), result.TestCase())

    def time_ahead(self, before: float) -> float:
        return self.session.pool_time.now() - before


def _refuse(**_: Any) -> None:
    raise EndpointConnectionError(endpoint_url="http://cognito.example")


def test_all_that_a_test_has_created_is_deleted(session: SignInSession, warnings: list[str]) -> None:
    test = RunningTest(session)
    trusted = session.cognito
    AppClientKeywords(session).use_app_client_without_token_revocation()
    account = session.account_for("user")
    test.end()
    assert session.cognito is trusted
    assert session.accounts.find(account.email) is None
    with pytest.raises(trusted.client.exceptions.UserNotFoundException):
        trusted.client.admin_get_user(UserPoolId=trusted.pool.pool_id, Username=account.email)
    assert warnings == []


def test_what_cannot_be_deleted_is_named_and_the_time_is_restored(
    session: SignInSession, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.pool_time.now()
    test = RunningTest(session)
    AppClientKeywords(session).use_app_client_without_token_revocation()
    account, client_id = session.account_for("user"), session.cognito.pool.client_id
    PoolTimeKeywords(session).advance_user_pool_time_by(timedelta(hours=2))
    assert test.time_ahead(before) >= 7200
    with monkeypatch.context() as patch:
        for operation in ("admin_delete_user", "delete_user_pool_client"):
            patch.setattr(session.cognito.client, operation, _refuse)
        test.end()
    assert test.time_ahead(before) < 7200
    assert [warning.partition(" of pool ")[0] for warning in warnings] == [
        f"User {account.email}",
        f"App client {client_id}",
    ]
    assert all("could not be deleted: Could not connect" in warning for warning in warnings)
    assert all(warning.endswith("Delete it manually.") for warning in warnings)


def test_the_time_is_restored_whatever_happens(
    session: SignInSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.pool_time.now()
    test = RunningTest(session)
    AppClientKeywords(session).use_app_client_without_token_revocation()
    PoolTimeKeywords(session).advance_user_pool_time_by(timedelta(hours=2))
    monkeypatch.delattr(type(session.app_clients), "delete")
    with pytest.raises(AttributeError):
        test.end()
    assert test.time_ahead(before) < 7200
