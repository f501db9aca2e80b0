"""A test is blocked if each of its failures is red already, as a cause or in another test of the run."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from robot import result, running

from cause_register.cause import BLOCKED_BY
from cause_register.explanation import KnownCauses, cause_of, undocumented_server_errors
from cause_register.failure_message import single_findings
from cause_register.outcome import reason_of_failure
from cause_register.report import (
    BLOCKED_METADATA,
    CAUSE_METADATA,
    MET_METADATA,
    RED_METADATA,
    met_from_json,
)
from ManuelAPI.contract_check import manuel_contract
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.quarantine import quarantine_of
from ManuelEnvironment.test_failures import failures_of

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


class RepeatedFailures:
    """A listener that leaves the first test with a failure red, and blocks later tests that have no other failures.

    By its priority it comes after known issues and quarantine, so that only a test that stays red can block others.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -400

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Block a failed test whose failures are all red already; otherwise it is red for those that are new."""
        if (
            not result.failed
            or CAUSE_METADATA in result.metadata
            or quarantine_of(result.tags)
            or is_dry_run()
        ):
            return
        causes = _causes_of(result)
        findings = [finding for text in failures_of(result) for finding in single_findings(text)]
        judged = [_judge(finding, causes, data.full_name) for finding in findings]
        if all(failure.red not in ("", data.full_name) for failure in judged):
            _block(result, judged[0])
        else:
            _mark_red(result, [each.reason for each in judged if each.red == data.full_name])


def _causes_of(result: result.TestCase) -> KnownCauses:
    """Return the causes that may explain why a test fails, each of which is red in a test of its own."""
    reasons = met_from_json(result.metadata.get(MET_METADATA, "{}"))
    of_the_run = cause_notes().known_causes().of_the_run
    met = [known.cause for known in cause_notes().register.causes() if known.cause.reason in reasons]
    return KnownCauses(met, of_the_run)


def _judge(text: str, causes: KnownCauses, test: str) -> JudgedFailure:
    if (cause := cause_of(causes, text)) is not None:
        return JudgedFailure(cause.reason, cause.title)
    reason = reason_of_failure(
        text, manuel_contract().find_path, breaks_with=undocumented_server_errors(causes.met)
    )
    red = cause_notes().register.claim_failure(reason, test=test) if reason else ""
    return JudgedFailure(reason, red)


def _block(result: result.TestCase, failure: JudgedFailure) -> None:
    result.status = result.SKIP
    result.message = f"{BLOCKED_BY}{failure.reason}\n{RED_TEST}{failure.red}\n{result.message}"
    result.metadata[BLOCKED_METADATA] = failure.reason


def _mark_red(result: result.TestCase, reasons: Sequence[str]) -> None:
    result.metadata[RED_METADATA] = json.dumps(list(dict.fromkeys(reasons)), ensure_ascii=False)
