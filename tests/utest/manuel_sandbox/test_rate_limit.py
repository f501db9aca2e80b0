"""Rate limits: per user with a token, per address without."""

import random
import uuid
from collections import Counter
from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from api_gateway.routes import GatewayOperation
from api_gateway.throttle import AddressThrottle
from manuel_sandbox.domain.errors import RateLimitExceededError
from manuel_sandbox.domain.rate_limit import RateLimit
from manuel_sandbox.domain.safe_fetch import Internet
from manuel_sandbox.gateway import is_limited_by_address
from manuel_sandbox.parts import Parts
from manuel_sandbox.settings import DeploymentSettings
from support.reference_backend import Backend, Cloud

LIMIT, WINDOW = 3, 10.0
LATER = 2_000_000_000.0
"""In the future, since rows whose time to live has passed are deleted."""


class RateLimitMachine(RuleBasedStateMachine):
    """Requests of several users over time, compared with a model of the expected results."""

    rate_limit: ClassVar[RateLimit]
    now: ClassVar[list[float]]

    def __init__(self) -> None:
        super().__init__()
        self.users = [str(uuid.uuid4()) for _ in range(2)]
        self.asked: Counter[tuple[str, int]] = Counter()

    @property
    def window(self) -> int:
        return int(self.now[0] // WINDOW)

    @rule(number=st.integers(0, 1))
    def ask(self, number: int) -> None:
        user_id = self.users[number]
        self.asked[user_id, self.window] += 1
        if self.asked[user_id, self.window] <= LIMIT:
            self.rate_limit.check(user_id)
            return
        with pytest.raises(RateLimitExceededError) as refused:
            self.rate_limit.check(user_id)
        assert refused.value.retry_after is not None
        assert int((self.now[0] + refused.value.retry_after) // WINDOW) == self.window + 1

    @rule(seconds=st.floats(0, 2 * WINDOW))
    def wait(self, seconds: float) -> None:
        self.now[0] += seconds


def test_the_limit_holds_for_each_user_and_window(cloud: Cloud) -> None:
    now = [LATER]
    choices = {"RATE_LIMIT_REQUESTS": str(LIMIT), "RATE_LIMIT_WINDOW_SECONDS": str(WINDOW)}
    settings = DeploymentSettings.from_environment(cloud.environment(**choices))
    parts = Parts(settings, lambda: now[0], lambda _: None, random.Random(1), Internet())
    machine = type("Machine", (RateLimitMachine,), {"rate_limit": parts.services.rate_limit, "now": now})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine, settings=hypothesis_settings(max_examples=20, stateful_step_count=15, deadline=None)
    )


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, WINDOW)), max_size=30))
def test_the_limit_holds_for_each_address_and_window(requests: list[tuple[str, float]]) -> None:
    now = [0.0]
    throttle = AddressThrottle(
        limit=LIMIT, window_seconds=WINDOW, applies_to=is_limited_by_address, clock=lambda: now[0]
    )
    operation = GatewayOperation("getVersion", "GET", "/version", False, {"x-rate-limit": "address"})
    asked: Counter[tuple[str, int]] = Counter()
    for address, seconds in requests:
        now[0] += seconds
        window = int(now[0] // WINDOW)
        asked[address, window] += 1
        wait = throttle.seconds_to_wait(operation, address)
        assert (wait > 0) == (asked[address, window] > LIMIT)
        assert wait <= WINDOW + 1


def test_a_user_over_the_limit_has_to_wait(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(RATE_LIMIT_REQUESTS="3", RATE_LIMIT_WINDOW_SECONDS="3600")
    user = backend.user()
    spoofed = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(5)]
    replies = [user.get("/api/user/quota", headers=headers) for headers in spoofed]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 429, 429]
    assert replies[-1].json()["error_type"] == "rate_limit_exceeded"
    assert 0 < int(replies[-1].headers["Retry-After"]) <= 3600
    assert backend.user().get("/api/user/quota").status_code == 200
    backend.clock.ahead = int(replies[-1].headers["Retry-After"]) + 1
    assert user.get("/api/user/quota").status_code == 200


def test_requests_in_an_unknown_version_count(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(RATE_LIMIT_REQUESTS="2", RATE_LIMIT_WINDOW_SECONDS="3600")
    user = backend.user()
    paths = ("/api/user/quota?version=99.9", "/api/user/quota", "/api/user/quota?version=99.9")
    assert [user.get(path).status_code for path in paths] == [400, 200, 429]


def test_an_address_over_the_limit_has_to_wait(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(ADDRESS_RATE_LIMIT_REQUESTS="3", RATE_LIMIT_WINDOW_SECONDS="3600")
    spoofed = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(4)]
    replies = [backend.call("GET", "/version", headers=headers) for headers in spoofed]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 429]
    assert replies[-1].json() == {"message": "Too Many Requests"}
    assert backend.call("GET", "/health").status_code == 200
    backend.clock.ahead = int(replies[-1].headers["Retry-After"]) + 1
    assert backend.call("GET", "/version").status_code == 200
