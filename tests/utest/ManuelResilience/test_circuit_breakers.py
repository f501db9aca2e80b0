from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from ManuelResilience import circuit_breakers
from ManuelResilience.circuit_breakers import CircuitBreakers, acting_as_admin
from ManuelResilience.keywords.breakers import BreakerKeywords
from support.circuit_breakers import Breakers


@pytest.fixture
def admins(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record each time that an administrator signs in."""
    signed_in: list[str] = []

    @contextmanager
    def act() -> Iterator[None]:
        signed_in.append("admin")
        yield

    monkeypatch.setattr(circuit_breakers, "acting_as_admin", act)
    return signed_in


def test_fresh_breakers_need_no_administrator(
    import_libraries: Callable[..., None], admins: list[str]
) -> None:
    api = Breakers({"bedrock": 0, "dynamodb": 0})
    import_libraries(ManuelAPI=api)
    assert CircuitBreakers().close() == []
    assert (api.closed, admins) == ([], [])


def test_breakers_that_are_open_or_have_counted_are_closed(
    import_libraries: Callable[..., None], admins: list[str]
) -> None:
    api = Breakers({"bedrock": 5, "dynamodb": 0, "s3": 1}, open={"bedrock"})
    import_libraries(ManuelAPI=api)
    assert CircuitBreakers().close() == ["bedrock", "s3"]
    assert (api.closed, admins) == (["bedrock", "s3"], ["admin"])


def test_the_breaker_that_hides_the_others_is_closed_first(
    import_libraries: Callable[..., None], admins: list[str]
) -> None:
    api = Breakers({"bedrock": 5, "dynamodb": 5}, open={"bedrock", "dynamodb"})
    import_libraries(ManuelAPI=api)
    assert CircuitBreakers().close() == ["bedrock"]
    assert api.closed == ["dynamodb", "bedrock"]


def test_a_breaker_in_another_state_is_reported_with_its_counts(
    import_libraries: Callable[..., None],
) -> None:
    import_libraries(ManuelAPI=Breakers({"bedrock": 3}))
    keywords = BreakerKeywords(CircuitBreakers())
    assert keywords.circuit_breaker_should_be("bedrock", "closed", failures=3).failure_threshold == 5
    with pytest.raises(AssertionError, match=r"bedrock to be open\.\nGot closed with 3 of 5 failures"):
        keywords.circuit_breaker_should_be("bedrock", "open")
    with pytest.raises(AssertionError, match="closed with 4 failures in a row"):
        keywords.circuit_breaker_should_be("bedrock", "closed", failures=4)


class Session:
    """A session that records who is signed in."""

    def __init__(self, current: str | None) -> None:
        self.current = current
        self.identities = self

    def account_for(self, role: str) -> str:
        return role

    def sign_in(self, account: str) -> None:
        self.current = account

    def remember(self, identity: str) -> None:
        self.current = identity

    def forget(self) -> None:
        self.current = None


@pytest.mark.parametrize("before", ["reader", None])
def test_the_previous_user_is_signed_in_again_after_acting_as_administrator(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    session = Session(before)
    monkeypatch.setattr(circuit_breakers, "sign_in_session", lambda: session)
    with acting_as_admin():
        assert session.current == "admin"
    assert session.current == before
    with pytest.raises(ZeroDivisionError), acting_as_admin():
        raise ZeroDivisionError
    assert session.current == before
