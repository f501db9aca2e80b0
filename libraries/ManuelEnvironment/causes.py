"""What the running test has met of the run's causes, and the error of a test that cannot go on because of one."""

import functools
from collections import Counter
from collections.abc import Callable

from cause_register import Cause, CauseKind, CauseRegister, Example
from cause_register.cause import BLOCKED_BY
from cause_register.explanation import KnownCauses
from manuel_stack.run_directory import make_run_directory
from manuel_stack.run_leader import run_leader
from ManuelEnvironment.errors import BlockedError
from ManuelEnvironment.execution import is_after_all_suites, makes_failures


class BlockedByCauseError(BlockedError, AssertionError):
    """The test cannot go on, because of a cause that is reported under a name of its own: the test is skipped.

    Args:
        cause: The cause.
    """

    def __init__(self, cause: Cause) -> None:
        AssertionError.__init__(
            self, f"{BLOCKED_BY}{cause.reason}\nExpected {cause.expected}.\nGot {cause.got}"
        )


class CauseNotes:
    """The causes that the running test has met.

    Args:
        register: The register of the run.
    """

    def __init__(self, register: CauseRegister) -> None:
        self.register = register
        self._where = "before the first test"
        self._met: dict[Cause, int] = Counter()

    @property
    def met(self) -> dict[Cause, int]:
        """What the running test has met, and how often."""
        return dict(self._met)

    def known_causes(self) -> KnownCauses:
        """Return the causes that may explain why the running test fails; not what could not be used and can by now."""
        found = (known.cause for known in self.register.causes())
        lasting = [cause for cause in found if not self._is_over(cause)]
        return KnownCauses([*self._met], lasting)

    def _is_over(self, cause: Cause) -> bool:
        return cause.kind == CauseKind.UNUSABLE and self.register.has_succeeded(cause.operation)

    def enter(self, where: str) -> None:
        """Begin a test, or what comes before and after tests.

        Args:
            where: The full name of the test, or a phrase.
        """
        self._where = where
        self._met = Counter()

    def note(self, cause: Cause, example: Callable[[], Example] = Example) -> None:
        """Record that the running test has met a cause, and can go on.

        Args:
            cause: The cause.
            example: Returns what happened; called only if the cause is new.

        Raises:
            AssertionError: The cause is new, and no test can follow that would report it.
        """
        self._met[cause] += 1
        self.report(cause, example)

    def report(self, cause: Cause, example: Callable[[], Example]) -> None:
        """Record that the running test has met a cause and got around it, so that it explains no failure of the test.

        Args:
            cause: The cause.
            example: As for `note`.

        Raises:
            AssertionError: As for `note`.
        """
        is_new = self.register.note(cause, test=self._where, example=example)
        if is_new and is_after_all_suites():
            raise AssertionError(f"{cause.title}\nExpected {cause.expected}.\nGot {cause.got}")

    def block(self, cause: Cause) -> None:
        """Record that a cause that the running test has met blocks it."""
        self.register.record_blocked(cause, test=self._where)

    def blocked_by(self, cause: Cause, example: Callable[[], Example] = Example) -> BlockedByCauseError:
        """Record that the running test has met a cause that blocks it, and return the error to raise.

        Args:
            cause: The cause.
            example: Returns what happened; called only if the cause is new.
        """
        self.note(cause, example)
        self.block(cause)
        return BlockedByCauseError(cause)


def is_own_failure(operation: str) -> bool:
    """Return whether the failure of an operation that the running test needs says something about this test.

    It does if the operation works in general, which it has shown by succeeding once in this run, in any process; and if the
    test itself makes something fail. Otherwise it fails for every test that needs it.
    """
    return makes_failures() or cause_notes().register.has_succeeded(operation)


def cause_notes() -> CauseNotes:
    """Return the notes of this process, in the register of its run."""
    from ManuelEnvironment.robot_run import is_under_pabot

    return _notes_of(run_leader(is_under_pabot()))


def forget_causes() -> None:
    """Forget what this process has met in a run whose folder is gone; another run of this process has its own."""
    _notes_of.cache_clear()


@functools.cache
def _notes_of(leader: int) -> CauseNotes:
    return CauseNotes(CauseRegister(make_run_directory(leader) / "causes"))
