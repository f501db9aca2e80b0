from pathlib import Path
from typing import Any

from robot import result
from robot.api import ExecutionResult

from cause_register.report import CAUSE_METADATA
from manuel_runner.merged_outputs import merged_outputs, read_output
from manuel_runner.results.merged_messages import FLAKY_METADATA
from manuel_runner.running.rerun import both_runs, names_to_run_again


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


def saved(file: Path, **tests: tuple[str, str]) -> Path:
    """Write an output with these tests: name, status and message."""
    root = result.TestSuite("Manuel", start_time="2026-01-01 00:00:00")
    suite = root.suites.create(name="Api")
    for name, (status, message) in tests.items():
        test = suite.tests.create(name=name, status=status, message=message)
        if message.startswith("cause"):
            test.metadata[CAUSE_METADATA] = "{}"
    result.Result(suite=root).save(file)
    return file


def test_a_cause_that_nobody_has_met_again_is_gone(tmp_path: Path) -> None:
    first = saved(
        tmp_path / "first.xml",
        A=("FAIL", "Expected 1."),
        B=("PASS", ""),
        Gone=("FAIL", "cause"),
        Stays=("FAIL", "cause"),
    )
    again = saved(tmp_path / "again.xml", A=("PASS", ""), Stays=("FAIL", "cause"))
    both = {test.name: test for test in both_runs(read_output(first), read_output(again)).suite.all_tests}
    assert {name: test.status for name, test in both.items()} == {"A": "PASS", "B": "PASS", "Stays": "FAIL"}
    assert both["A"].metadata[FLAKY_METADATA] == "Expected 1."
    assert FLAKY_METADATA not in both["B"].metadata


def test_the_latest_teardown_of_a_suite_counts(tmp_path: Path) -> None:
    files = [tmp_path / "first.xml", tmp_path / "again.xml"]
    for file, status in zip(files, ("FAIL", "PASS"), strict=True):
        output = ExecutionResult(str(saved(file, A=("PASS", ""))))
        output.suite.suites[0].teardown.config(name="Clean Up", status=status, message="1 != 2")
        output.errors.messages.create(f"a warning of {file.stem}", "WARN")
        output.save(file)
    both = both_runs(*map(read_output, files))
    assert both.suite.suites[0].teardown.status == "PASS"
    assert [message.message for message in both.errors] == ["a warning of first", "a warning of again"]


def test_a_run_of_other_tests_does_not_hide_that_a_teardown_has_failed(tmp_path: Path) -> None:
    """Shards have no test in common."""
    files = [saved(tmp_path / "first.xml", A=("PASS", "")), saved(tmp_path / "other.xml", B=("PASS", ""))]
    for file, status in zip(files, ("FAIL", "PASS"), strict=True):
        output = ExecutionResult(str(file))
        output.suite.teardown.config(name="Clean Up", status=status, message="1 != 2")
        output.save(file)
    merged = merged_outputs([read_output(file) for file in files], ["first", "other"])
    assert {test.name for test in merged.suite.all_tests} == {"A", "B"}
    assert merged.suite.teardown.status == "FAIL"
