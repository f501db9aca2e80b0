"""A test is blocked if each of its failures has been reported already, as a cause or by another test of the run."""

from collections.abc import Sequence
from dataclasses import dataclass

from robot import result, running

from cause_register.cause import BLOCKED_BY
from cause_register.explanation import KnownCauses, cause_of, undocumented_server_errors
from cause_register.failure_message import differ_alike, single_failures, single_findings
from cause_register.reasons import reason_of_failure
from cause_register.report import (
    BLOCKED_METADATA,
    CAUSE_METADATA,
    FAILED_FOR_METADATA,
    MET_METADATA,
    met_from_json,
)
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.listeners.contract_paths import find_path
from ManuelEnvironment.quarantine import quarantine_of
from ManuelEnvironment.test_failures import whole_failures_of
from strict_json import well_formed_json

FIRST_FAILED_TEST = "First failed in: "
"""How the second line of a blocked test begins; the full name of the test that first failed in this way follows."""


@dataclass(frozen=True)
class JudgedFailure:
    """What one failure of a test is.

    Attributes:
        reason: Why the test fails or is blocked; empty if the failure names no request.
        first_failed_test: The test of the run that failed first for this reason; empty if there is none.
    """

    reason: str
    first_failed_test: str


class RepeatedFailures:
    """A listener that lets the first test with a failure fail, and blocks later tests that have no other failures.

    It comes after known issues and quarantine, so that only a test that still fails can block others.
    """

    def end_test(self, data: running.TestCase, test: result.TestCase) -> None:
        """Block a failed test whose failures have all been reported already; otherwise it fails for those that are new."""
        if not test.failed or CAUSE_METADATA in test.metadata or quarantine_of(test.tags) or is_dry_run():
            return
        causes = _causes_of(test)
        failures = whole_failures_of(test)
        judged = [each for text in failures for each in _judge_failure(text, causes, data.full_name)]
        if all(failure.first_failed_test not in ("", data.full_name) for failure in judged):
            _block(test, judged[0])
        else:
            _record_new(test, [each.reason for each in judged if each.first_failed_test == data.full_name])


def _causes_of(result: result.TestCase) -> KnownCauses:
    """Return the causes that may explain why a test fails, each of which has a failed test of its own."""
    reasons = met_from_json(result.metadata.get(MET_METADATA, "{}"))
    of_the_run = cause_notes().known_causes().of_the_run
    met = [known.cause for known in cause_notes().register.causes() if known.cause.reason in reasons]
    return KnownCauses(met, of_the_run)


def _judge_failure(text: str, causes: KnownCauses, test: str) -> list[JudgedFailure]:
    """Return what each finding of a failure is. One that all responses share is a single failure, which may be known."""
    findings = [finding for single in single_failures(text) for finding in single_findings(single)]
    common = _reported_already(findings, causes, test) if differ_alike(text) else None
    return [common] if common else [_judge(finding, causes, test) for finding in findings]


def _reported_already(findings: Sequence[str], causes: KnownCauses, test: str) -> JudgedFailure | None:
    """Return the finding that another test has failed for, which then counts for all of these; None if there is none."""
    register = cause_notes().register
    reasons = [_reason_of(finding, causes) for finding in findings]
    failed = {reason: register.find_failure(reason) for reason in reasons}
    known = next((JudgedFailure(reason, by) for reason, by in failed.items() if by not in ("", test)), None)
    if known is not None:
        for reason in reasons:
            register.claim_failure(reason, test=known.first_failed_test)
    return known


def _judge(text: str, causes: KnownCauses, test: str) -> JudgedFailure:
    if (cause := cause_of(causes, text)) is not None:
        return JudgedFailure(cause.reason, cause.title)
    reason = _reason_of(text, causes)
    first = cause_notes().register.claim_failure(reason, test=test) if reason else ""
    return JudgedFailure(reason, first)


def _reason_of(text: str, causes: KnownCauses) -> str:
    broken = undocumented_server_errors(causes.met)
    return reason_of_failure(text, find_path, breaks_with=broken)


def _block(result: result.TestCase, failure: JudgedFailure) -> None:
    result.status = result.SKIP
    result.message = (
        f"{BLOCKED_BY}{failure.reason}\n{FIRST_FAILED_TEST}{failure.first_failed_test}\n{result.message}"
    )
    result.metadata[BLOCKED_METADATA] = failure.reason


def _record_new(result: result.TestCase, reasons: Sequence[str]) -> None:
    result.metadata[FAILED_FOR_METADATA] = well_formed_json(list(dict.fromkeys(reasons)))
