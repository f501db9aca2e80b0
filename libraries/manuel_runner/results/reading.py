"""Read results from Robot Framework's output.xml."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from robot.api import ExecutionResult
from robot.errors import DataError
from robot.result import Result, TestCase, TestSuite

from cause_register.report import BLOCKED_METADATA, CAUSE_METADATA, MET_METADATA, met_from_json
from manuel_runner.results.causes import causes_of, titles_by_id
from manuel_runner.results.model import (
    Counts,
    DurationFigures,
    Results,
    RunIdentity,
    Status,
    SuiteTestResult,
    Summary,
)
from manuel_runner.selection import SELECTION_METADATA
from ManuelEnvironment.known_issues import KNOWN_METADATA
from PerfMetrics.figures import METADATA_PREFIX, parse_figures
from secret_masking import mask

ENVIRONMENT_METADATA = "Environment"
UNKNOWN_ENVIRONMENT = "unknown"
SUITES_FOLDER = "suites"
NO_CATEGORY = "other"
METADATA_OF_CAUSES = (BLOCKED_METADATA, CAUSE_METADATA, KNOWN_METADATA, MET_METADATA)

_STATUSES: dict[str, Status] = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped", "NOT RUN": "skipped"}
_SEVERITY_BY_TAG = {
    "smoke": "critical",
    "auth": "high",
    "security": "high",
    "e2e": "medium",
    "api": "medium",
    "error_handling": "medium",
}


def read_results(output_xml: Path, environment: str) -> Results:
    """Read a run.

    Args:
        output_xml: The output of robot, pabot or rebot.
        environment: The name of the environment that was tested.

    Raises:
        robot.errors.DataError: The file is missing or is not Robot Framework's output.
    """
    result = ExecutionResult(str(output_xml), include_keywords=False)
    tests = [_test_result(test) for test in _tests_of(result.suite)]
    causes = causes_of(tests)
    return Results(
        run=_run(result, output_xml, environment),
        summary=Summary.of(tests),
        causes=causes,
        test_results=tests,
        failed_tests=[test for test in tests if test.status == "failed"],
        performance_metrics=DurationFigures.of(tests),
        categories=_counts_by_category(tests),
        block_reasons=_reasons(tests, "blocked_by"),
        skip_reasons=_reasons(tests, "skip_reason"),
        error_rates={
            "by_type": _rates(tests, titles_by_id(causes)),
            "by_severity": _rates(tests, {test.details["id"]: _severity(test) for test in tests}),
        },
        measurements={name: figures for test in tests for name, figures in (test.metrics or {}).items()},
    )


def _reasons(tests: Sequence[SuiteTestResult], detail: str) -> dict[str, int]:
    """Count the tests by a detail that is a reason, the most frequent first."""
    return dict(Counter(reason for test in tests if (reason := test.details[detail])).most_common())


def environment_of(output_xml: Path) -> str:
    """Return the environment that a run tested, according to its suites' metadata; `unknown` if they don't say."""
    result = ExecutionResult(str(output_xml), include_keywords=False)
    return next(iter(environments_of(result.suite)), UNKNOWN_ENVIRONMENT)


def environments_of(suite: TestSuite) -> list[str]:
    """Return the environments that the suites say they tested."""
    names = (each.metadata.get(ENVIRONMENT_METADATA) for each in _suites_of(suite))
    return list(dict.fromkeys(filter(None, names)))


def _suites_of(suite: TestSuite) -> Iterator[TestSuite]:
    yield suite
    for child in suite.suites:
        yield from _suites_of(child)


def _tests_of(suite: TestSuite) -> Iterator[TestCase]:
    for each in _suites_of(suite):
        yield from each.tests


def _run(result: Result, output_xml: Path, environment: str) -> RunIdentity:
    suite = result.suite
    started = suite.start_time or min(
        (test.start_time for test in _tests_of(suite) if test.start_time), default=result.generation_time
    )
    if started is None:
        raise DataError(
            f"{output_xml} does not contain the start of the run: was it written by robot, pabot or rebot?"
        )
    fingerprint = hashlib.sha256("\n".join(_run_identity(suite)).encode()).hexdigest()[:8]
    return RunIdentity(
        id=f"{started:%Y%m%dT%H%M%S}-{fingerprint}",
        environment=environment,
        started_at=started.isoformat(timespec="milliseconds"),
        elapsed_ms=round(suite.elapsed_time.total_seconds() * 1000),
        selection=suite.metadata.get(SELECTION_METADATA) or _described(suite),
    )


def _described(suite: TestSuite) -> str:
    """Return what is known of the selection of a run that `manuel-tests` has not started."""
    categories = sorted({_category(test) for test in _tests_of(suite)})
    return f"{suite.test_count} tests: {', '.join(categories)}"


def _run_identity(suite: TestSuite) -> Iterator[str]:
    """Yield what distinguishes runs, and does not change when rebot rewrites an output."""
    for test in _tests_of(suite):
        yield f"{test.full_name} {test.start_time} {test.elapsed_time}"


def _test_result(test: TestCase) -> SuiteTestResult:
    metadata = {name: mask(value) for name, value in test.metadata.items()}
    status = _status(test, metadata)
    message = mask(test.message) or None
    return SuiteTestResult(
        test_name=test.name,
        status=status,
        duration_ms=round(test.elapsed_time.total_seconds() * 1000),
        error_message=_error_message(status, message),
        details={
            "id": test.id,
            "category": _category(test),
            "suite": test.parent.full_name,
            "tags": [mask(tag) for tag in test.tags],
            "documentation": mask(test.doc),
            "source": _source(test),
            "line": test.lineno,
            "started_at": test.start_time.isoformat(timespec="milliseconds") if test.start_time else None,
            "metadata": {name: value for name, value in metadata.items() if name not in METADATA_OF_CAUSES},
            "cause": json.loads(metadata.get(CAUSE_METADATA, "null")),
            "met_causes": met_from_json(metadata.get(MET_METADATA, "{}")),
            "blocked_by": metadata.get(BLOCKED_METADATA),
            "known_issues": json.loads(metadata.get(KNOWN_METADATA, "[]")),
            "skip_reason": (message or "no reason given") if status == "skipped" else None,
        },
        metrics=_metrics(test),
    )


def _status(test: TestCase, metadata: Mapping[str, str]) -> Status:
    if BLOCKED_METADATA in metadata:
        return "blocked"
    return "known" if KNOWN_METADATA in metadata else _STATUSES[test.status]


def _error_message(status: Status, message: str | None) -> str | None:
    """Return the message of a failure, of a known one without the line that says that it is known."""
    if status == "known":
        return (message or "").partition("\n")[2]
    return message if status in ("failed", "blocked") else None


def _metrics(test: TestCase) -> dict[str, dict[str, float]] | None:
    measured = {
        name.removeprefix(METADATA_PREFIX): parse_figures(value)
        for name, value in test.metadata.items()
        if name.startswith(METADATA_PREFIX)
    }
    return measured or None


def _path_below_suites(test: TestCase) -> tuple[str, ...]:
    parts = test.source.parts if test.source else ()
    return parts[parts.index(SUITES_FOLDER) + 1 :] if SUITES_FOLDER in parts else ()


def _category(test: TestCase) -> str:
    below = _path_below_suites(test)
    return below[0] if len(below) > 1 else NO_CATEGORY


def _source(test: TestCase) -> str | None:
    """Return the test's file, without the folders that depend on the machine."""
    if below := _path_below_suites(test):
        return "/".join((SUITES_FOLDER, *below))
    return test.source.name if test.source else None


def _counts_by_category(tests: Sequence[SuiteTestResult]) -> dict[str, Counts]:
    categories = sorted({test.details["category"] for test in tests})
    return {
        category: Counts.of([test for test in tests if test.details["category"] == category])
        for category in categories
    }


def _rates(tests: Sequence[SuiteTestResult], kind_by_id: Mapping[str, str]) -> dict[str, dict[str, float]]:
    executed = sum(test.executed for test in tests)
    counted = Counter(kind_by_id[test.details["id"]] for test in tests if test.status == "failed")
    return {
        name: {"count": count, "rate": round(count / executed, 4)} for name, count in counted.most_common()
    }


def _severity(test: SuiteTestResult) -> str:
    """Return how severe a failure of this test is, according to its tag `severity:<severity>` or else its other tags."""
    tags: list[str] = test.details["tags"]
    stated = [tag.removeprefix("severity:") for tag in tags if tag.startswith("severity:")]
    derived = [severity for tag, severity in _SEVERITY_BY_TAG.items() if tag in tags]
    return next(iter([*stated, *derived]), "low")
