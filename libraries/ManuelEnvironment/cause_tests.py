"""Each cause that this process has claimed becomes a test of its own, which fails."""

from robot import result, running
from robot.utils import escape

from cause_register import Cause, CauseKind, KnownCause
from cause_register.cause import BLOCKED_BY
from cause_register.explanation import explanation
from cause_register.report import (
    BLOCKED_METADATA,
    CAUSE_METADATA,
    MET_METADATA,
    blocking_reason,
    describe,
    met_to_json,
)
from ManuelEnvironment.causes import CauseNotes, cause_notes
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.template_iterations import tell_skipped_iterations
from ManuelEnvironment.test_failures import failures_of

TAG = "cause"


class CauseTests:
    """A listener that reports causes, and writes into each test's metadata what the test has met.

    A cause's test is appended to the running suite, or to the one above it if the suite is over. Robot Framework goes through
    the tests of a suite by index, so that a test that is appended meanwhile is run as well.

    By its priority it comes after everything that may fail a test or send requests.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -200

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Report what was found before the suite ahead of its first test."""
        if data.tests and not is_dry_run():
            for known in reversed(cause_notes().register.take_claimed()):
                data.tests.insert(0, _test_of(known))
            cause_notes().enter(f"setup of {data.full_name}")

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Begin to note what the test meets."""
        if not is_dry_run():
            cause_notes().enter(data.full_name)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Write down what the test has met, and report what is new."""
        if is_dry_run():
            return
        notes = cause_notes()
        if CAUSE_METADATA in result.metadata:
            _fail(result, notes)
        else:
            tell_skipped_iterations(data, result)
            _write_down(result, notes)
        notes.enter(f"between the tests of {data.parent.full_name}")
        _append(data.parent, notes)

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Report what the suite's teardown has met in the suite above it."""
        if data.parent is not None and not is_dry_run():
            _append(data.parent, cause_notes())


def _append(suite: running.TestSuite, notes: CauseNotes) -> None:
    for known in notes.register.take_claimed():
        suite.tests.append(_test_of(known))


def _test_of(known: KnownCause) -> running.TestCase:
    """Return a test that fails with the cause, whatever libraries its suite imports."""
    test = running.TestCase(
        escape(known.cause.title),
        tags=[TAG, f"{TAG}:{known.cause.kind}"],
        metadata={CAUSE_METADATA: escape(known.to_json())},
    )
    test.body.create_keyword("BuiltIn.Fail", args=[escape(known.cause.title)])
    return test


def _fail(result: result.TestCase, notes: CauseNotes) -> None:
    """Fail a cause's test, also one that Robot Framework has not run, with what is known by now."""
    known = KnownCause.from_json(result.metadata[CAUSE_METADATA])
    result.status = result.FAIL
    result.message = describe(known, notes.register.sightings(known.cause))


def _write_down(result: result.TestCase, notes: CauseNotes) -> None:
    """Write into the metadata what the test has met, and turn it into a blocked one if that explains its failure."""
    if result.failed and (cause := explanation(notes.known_causes(), failures_of(result))):
        notes.block(cause)
        result.status = result.SKIP
        result.message = f"{BLOCKED_BY}{cause.reason}\n{result.message}"
    reason = blocking_reason(result.message) if result.skipped else None
    if reason is not None and notes.register.find(reason) is None:
        reason = _note_unusable(reason, notes)
    if notes.met:
        result.metadata[MET_METADATA] = met_to_json(
            {cause.reason: times for cause, times in notes.met.items()}
        )
    if reason is not None:
        result.metadata[BLOCKED_METADATA] = reason


def _note_unusable(what_and_why: str, notes: CauseNotes) -> str:
    """Note what the environment lists and a test could not use, as `BlockedError` says it; return the cause's reason."""
    what, _, why = what_and_why.partition(": ")
    cause = Cause(
        CauseKind.ENVIRONMENT,
        reason=what,
        title=f"{what} cannot be used in this environment",
        expected=f"{what} to be usable, since the settings of the environment list it",
        got=why or "nothing more is known",
    )
    notes.note(cause)
    notes.block(cause)
    return what
