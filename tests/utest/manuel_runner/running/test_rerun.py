from typing import Any

from manuel_runner.running.rerun import names_to_run_again


def outcome(suite: str, name: str, status: str, **details: Any) -> dict[str, Any]:
    known = {"suite": suite, "cause": None, "met_causes": {}, **details}
    return {"test_name": name, "status": status, "details": known}


def cause(suite: str, reason: str) -> dict[str, Any]:
    return outcome(suite, f"{reason}: expected 201", "failed", cause={"cause": {"reason": reason}})


def test_what_failed_or_was_blocked_is_run_again() -> None:
    results = [
        outcome("Manuel.Api", "A", "failed"),
        outcome("Manuel.Api", "B", "blocked"),
        outcome("Manuel.Api", "C", "passed"),
        outcome("Manuel.Api", "D", "known"),
        outcome("Manuel.Api", "E", "skipped"),
    ]
    assert names_to_run_again(results) == {"Manuel.Api.A", "Manuel.Api.B"}


def test_the_first_test_that_met_a_cause_tells_whether_it_is_still_there() -> None:
    results = [
        outcome("Manuel.Api", "A", "passed"),
        outcome("Manuel.Api", "B", "passed", met_causes={"GET /health 200": 1}),
        outcome("Manuel.Api", "C", "passed", met_causes={"GET /health 200": 1}),
        cause("Manuel.Security", "GET /health 200"),
    ]
    assert names_to_run_again(results) == {"Manuel.Api.B"}


def test_the_cause_of_a_suite_setup_is_looked_for_by_all_tests_of_the_suite() -> None:
    results = [
        outcome("Manuel.Api", "A", "passed"),
        outcome("Manuel.Security", "B", "skipped"),
        cause("Manuel.Security", "the test user's password"),
    ]
    assert names_to_run_again(results) == {"Manuel.Security.B"}
