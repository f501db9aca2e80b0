from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from cause_register import Cause, CauseKind
from ManuelEnvironment import Capability
from ManuelEnvironment.causes import BlockedByCauseError
from ManuelResilience import listener
from ManuelResilience.listener import FAILURES, Recovery


class Simulator:
    def __init__(self, *, made_failures: bool = False) -> None:
        self.made_failures = made_failures
        self.causes: list[str] = []
        self.files: list[str] = []

    def provide_cause(self, action: str, *keyword: str) -> None:
        self.causes.append(action)

    def load_failure_scenarios(self, path: Any) -> None:
        self.files.append(path.name)


class Breakers:
    def __init__(self, complaint: Exception | None = None) -> None:
        self.closed = 0
        self.complaint = complaint

    def close(self) -> None:
        self.closed += 1
        if self.complaint:
            raise self.complaint


def test_causes_and_failures_are_known_when_a_suite_starts(import_libraries: Callable[..., None]) -> None:
    simulator = Simulator()
    import_libraries(FailureSimulator=simulator)
    Recovery(Breakers()).start_suite(None, None)
    assert {"send_query", "use_up_quota", "use_up_rate_limit", "close_circuit_breaker"} <= set(
        simulator.causes
    )
    assert simulator.files == sorted(path.name for path in FAILURES.glob("*.yaml"))
    assert "slow_search.yaml" in simulator.files


def test_a_suite_without_failures_changes_nothing(import_libraries: Callable[..., None]) -> None:
    import_libraries()
    breakers = Breakers()
    Recovery(breakers).start_suite(None, None)
    assert breakers.closed == 0


@pytest.fixture
def end_test(monkeypatch: pytest.MonkeyPatch, import_libraries: Callable[..., None]) -> Callable[..., Any]:
    """End a test, and return its result."""

    def end(
        breakers: Breakers,
        *tags: str,
        skipped: bool = False,
        offers: tuple[Capability, ...] = (Capability.ADMIN_USER,),
        made_failures: bool = False,
        message: str = "",
    ) -> Any:
        import_libraries(FailureSimulator=Simulator(made_failures=made_failures))
        environment = SimpleNamespace(offers=lambda capability: capability in offers)
        monkeypatch.setattr(listener, "running_environment", lambda: environment)
        passed = not (skipped or message)
        outcome = SimpleNamespace(skipped=skipped, passed=passed, status="PASS", message=message, FAIL="FAIL")
        Recovery(breakers).end_test(SimpleNamespace(tags=tags), outcome)
        return outcome

    return end


@pytest.mark.parametrize(
    ("tags", "options"),
    [
        (["needs:fault-injection"], {}),
        ([], {"made_failures": True}),
        (["chaos"], {"made_failures": True, "skipped": True}),
    ],
)
def test_breakers_are_closed_after_a_test_with_failures(
    end_test: Callable[..., Any], tags: list[str], options: dict[str, Any]
) -> None:
    breakers = Breakers()
    outcome = end_test(breakers, *tags, **options)
    assert (breakers.closed, outcome.status) == (1, "PASS")


@pytest.mark.parametrize(
    ("tags", "options"),
    [
        (["chaos"], {}),
        (["needs:fault-injection"], {"skipped": True}),
        (["needs:fault-injection"], {"offers": (), "made_failures": True}),
    ],
)
def test_breakers_stay_as_they_are_after_other_tests(
    end_test: Callable[..., Any], tags: list[str], options: dict[str, Any]
) -> None:
    breakers = Breakers()
    end_test(breakers, *tags, **options)
    assert breakers.closed == 0


def test_a_breaker_that_cannot_be_closed_fails_the_test(end_test: Callable[..., Any]) -> None:
    outcome = end_test(Breakers(AssertionError("still open\nGot half-open")), "needs:fault-injection")
    assert outcome.status == "FAIL"
    assert outcome.message == "Circuit breakers could not be closed: still open\nGot half-open"


def test_a_breaker_that_cannot_be_closed_is_one_line_below_another_failure(
    end_test: Callable[..., Any],
) -> None:
    complaint = AssertionError("still open\nGot half-open")
    outcome = end_test(Breakers(complaint), "needs:fault-injection", message="blocked by GET /health 404")
    assert outcome.message.splitlines() == [
        "blocked by GET /health 404",
        "Also: circuit breakers could not be closed: still open",
    ]


def test_breakers_that_the_api_does_not_have_fail_no_test(end_test: Callable[..., Any]) -> None:
    missing = Cause(CauseKind.UNUSABLE, "GET /health/circuit-breakers 404", "title", "this", "that")
    outcome = end_test(Breakers(BlockedByCauseError(missing)), "needs:fault-injection")
    assert (outcome.status, outcome.message) == ("PASS", "")
