"""Read results from the output of robot, pabot or rebot."""

from pathlib import Path

from robot.api import ExecutionResult

from manuel_runner.results.aggregates import (
    count_reasons,
    counts_by_category,
    faults_of_run,
    rates_by_kind,
    severity_of,
    verdicts_by_measurement,
)
from manuel_runner.results.causes import causes_of, titles_by_id
from manuel_runner.results.model import DurationFigures, Results, Summary
from manuel_runner.results.run_identity import environments_of, identity_of_run, tests_of
from manuel_runner.results.single_test import outcome_of_test

UNKNOWN_ENVIRONMENT = "unknown"


def read_results(output_xml: Path, environment: str) -> Results:
    """Read a run.

    Args:
        output_xml: The output of robot, pabot or rebot.
        environment: The name of the environment that was tested.

    Raises:
        robot.errors.DataError: The file is missing or is not Robot Framework's output.
    """
    result = ExecutionResult(str(output_xml), include_keywords=False)
    tests = [outcome_of_test(test) for test in tests_of(result.suite)]
    causes = causes_of(tests)
    return Results(
        run=identity_of_run(result, output_xml, environment),
        summary=Summary.of(tests),
        causes=causes,
        test_results=tests,
        failed_tests=[test for test in tests if test.status == "failed"],
        performance_metrics=DurationFigures.of(tests),
        categories=counts_by_category(tests),
        block_reasons=count_reasons(tests, "blocked_by"),
        skip_reasons=count_reasons(tests, "skip_reason"),
        error_rates={
            "by_type": rates_by_kind(tests, titles_by_id(causes)),
            "by_severity": rates_by_kind(tests, {test.details["id"]: severity_of(test) for test in tests}),
        },
        measurements={name: figures for test in tests for name, figures in (test.metrics or {}).items()},
        verdicts=verdicts_by_measurement(tests),
        faults=faults_of_run(tests),
    )


def environment_of(output_xml: Path) -> str:
    """Return the environment that a run tested, according to its suites' metadata; `unknown` if they don't say."""
    result = ExecutionResult(str(output_xml), include_keywords=False)
    return next(iter(environments_of(result.suite)), UNKNOWN_ENVIRONMENT)
