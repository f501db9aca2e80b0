"""The result of one test."""

import json
from collections.abc import Mapping

from robot.result import TestCase

from cause_register.report import (
    BLOCKED_METADATA,
    CAUSE_METADATA,
    FAILED_FOR_METADATA,
    MET_METADATA,
    met_from_json,
)
from FailureSimulator.injected_faults import FAULTS_METADATA
from manuel_runner.results.merged_messages import FLAKY_METADATA, first_failure_of, message_of
from manuel_runner.results.model import Status, SuiteTestResult
from manuel_runner.test_source import category_of, place_of
from ManuelEnvironment.known_issues import KNOWN_METADATA
from PerfMetrics.figures import METADATA_PREFIX, parse_figures
from PerfMetrics.verdicts import VERDICTS_PREFIX
from secret_masking import mask

_STATUSES: dict[str, Status] = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped", "NOT RUN": "skipped"}
_PARSED = (
    *(BLOCKED_METADATA, CAUSE_METADATA, FAILED_FOR_METADATA, KNOWN_METADATA, MET_METADATA),
    *(FAULTS_METADATA, FLAKY_METADATA, VERDICTS_PREFIX),
)


def outcome_of_test(test: TestCase) -> SuiteTestResult:
    """Return the result of a test, with what its metadata say."""
    metadata = {name: mask(value) for name, value in test.metadata.items()}
    status = _status(test, metadata)
    message = mask(message_of(test)) or None
    first_failure = first_failure_of(test)
    return SuiteTestResult(
        test_name=test.name,
        status=status,
        duration_ms=round(test.elapsed_time.total_seconds() * 1000),
        error_message=_error_message(status, message),
        first_failure=None if first_failure is None else mask(first_failure),
        details={
            "id": test.id,
            "category": category_of(test.source),
            "suite": test.parent.full_name,
            "tags": [mask(tag) for tag in test.tags],
            "documentation": mask(test.doc),
            "source": place_of(test.source),
            "line": test.lineno,
            "started_at": test.start_time.isoformat(timespec="milliseconds") if test.start_time else None,
            "metadata": {name: value for name, value in metadata.items() if not name.startswith(_PARSED)},
            "cause": json.loads(metadata.get(CAUSE_METADATA, "null")),
            "met_causes": met_from_json(metadata.get(MET_METADATA, "{}")),
            "blocked_by": metadata.get(BLOCKED_METADATA),
            "failed_for": json.loads(metadata.get(FAILED_FOR_METADATA, "[]")),
            "known_issues": json.loads(metadata.get(KNOWN_METADATA, "[]")),
            "faults": json.loads(metadata.get(FAULTS_METADATA, "[]")),
            "verdicts": {
                name.removeprefix(VERDICTS_PREFIX): json.loads(value)
                for name, value in metadata.items()
                if name.startswith(VERDICTS_PREFIX)
            },
            "skip_reason": (message or "no reason given") if status == "skipped" else None,
        },
        metrics=_metrics(test),
    )


def _status(test: TestCase, metadata: Mapping[str, str]) -> Status:
    if BLOCKED_METADATA in metadata and not test.failed:
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
