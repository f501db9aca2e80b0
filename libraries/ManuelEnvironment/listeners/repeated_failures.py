"""A test is blocked if each of its failures is red already, as a cause or in another test of the run."""

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
    MET_METADATA,
    RED_METADATA,
    met_from_json,
)
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.listeners.contract_paths import find_path
from ManuelEnvironment.listeners.shared_listener import SharedListener
from ManuelEnvironment.quarantine import quarantine_of
from ManuelEnvironment.test_failures import whole_failures_of
from strict_json import well_formed_json

RED_TEST = "Red for it: "
"""How the second line of a blocked test begins; the full name of the test follows that is red for it."""


@dataclass(frozen=True)
class JudgedFailure:
    """What one failure of a test is.

    Attributes:
        reason: What the test is red or blocked for; empty if the failure names no request.
        red: The test that is red for it; empty if there is none.
    """

    reason: str
    red: str


class RepeatedFailures(SharedListener):
    """A listener that leaves the first test with a failure red, and blocks later tests that have no other failures.

    By its priority it comes after known issues and quarantine, so that only a test that stays red can block others.
    """

    ROBOT_LISTENER_PRIORITY = -400

    def conclude(self, data: running.TestCase, test: result.TestCase) -> None:
        """Block a failed test whose failures are all red already; otherwise it is red for those that are new."""
        if not test.failed or CAUSE_METADATA in test.metadata or quarantine_of(test.tags) or is_dry_run():
            return
        causes = _causes_of(test)
        failures = whole_failures_of(test)
        judged = [each for text in failures for each in _judge_failure(text, causes, data.full_name)]
        if all(failure.red not in ("", data.full_name) for failure in judged):
            _block(test, judged[0])
        else:
            _mark_red(test, [each.reason for each in judged if each.red == data.full_name])


def _causes_of(result: result.TestCase) -> KnownCauses:
    """Return the causes that may explain why a test fails, each of which is red in a test of its own."""
    reasons = met_from_json(result.metadata.get(MET_METADATA, "{}"))
    of_the_run = cause_notes().known_causes().of_the_run
    met = [known.cause for known in cause_notes().register.causes() if known.cause.reason in reasons]
    return KnownCauses(met, of_the_run)


def _judge_failure(text: str, causes: KnownCauses, test: str) -> list[JudgedFailure]:
    """Return what each finding of a failure is. What all responses have in common is one, for which another test may be red."""
    findings = [finding for single in single_failures(text) for finding in single_findings(single)]
    common = _red_already(findings, causes, test) if differ_alike(text) else None
    return [common] if common else [_judge(finding, causes, test) for finding in findings]


def _red_already(findings: Sequence[str], causes: KnownCauses, test: str) -> JudgedFailure | None:
    """Return what one of these findings is red for in another test, which is red for all of them then; None if none is."""
    register = cause_notes().register
    reasons = [_reason_of(finding, causes) for finding in findings]
    red = {reason: register.find_failure(reason) for reason in reasons}
    known = next((JudgedFailure(reason, by) for reason, by in red.items() if by not in ("", test)), None)
    if known is not None:
        for reason in reasons:
            register.claim_failure(reason, test=known.red)
    return known


def _judge(text: str, causes: KnownCauses, test: str) -> JudgedFailure:
    if (cause := cause_of(causes, text)) is not None:
        return JudgedFailure(cause.reason, cause.title)
    reason = _reason_of(text, causes)
    red = cause_notes().register.claim_failure(reason, test=test) if reason else ""
    return JudgedFailure(reason, red)


def _reason_of(text: str, causes: KnownCauses) -> str:
    broken = undocumented_server_errors(causes.met)
    return reason_of_failure(text, find_path, breaks_with=broken)


def _block(result: result.TestCase, failure: JudgedFailure) -> None:
    result.status = result.SKIP
    result.message = f"{BLOCKED_BY}{failure.reason}\n{RED_TEST}{failure.red}\n{result.message}"
    result.metadata[BLOCKED_METADATA] = failure.reason


def _mark_red(result: result.TestCase, reasons: Sequence[str]) -> None:
    result.metadata[RED_METADATA] = well_formed_json(list(dict.fromkeys(reasons)))
