"""Before anything is broken: do the tests pass?"""

from collections.abc import Iterable
from textwrap import shorten

from manuel_runner.judging import Assignment, Court, Failure, Judgement
from manuel_runner.results.redaction import redact

MESSAGE_WIDTH = 200


class UnhealthyError(Exception):
    """Tests fail on a healthy stack, so that no failure means anything."""


class HealthyControl:
    """Requires tests to pass on a healthy stack before they may judge.

    Args:
        court: Where they run.
    """

    def __init__(self, court: Court) -> None:
        self._court = court
        self._green: set[str] = set()
        self.seconds = 0.0

    def require(self, tests: Iterable[str]) -> None:
        """Run those of the tests that have not been run yet.

        Raises:
            UnhealthyError: A test fails; the message lists those that do.
        """
        unknown = frozenset(tests) - self._green
        shares = self._court.suites.deal(unknown, self._court.processes)
        judgements = list(
            self._court.hear(
                Assignment(f"healthy control {number}", (share,)) for number, share in enumerate(shares, 1)
            )
        )
        self.seconds += sum(judgement.seconds for judgement in judgements)
        complaints = [complaint for judgement in judgements for complaint in _complaints(judgement)]
        if complaints:
            raise UnhealthyError("tests fail on a healthy stack:\n" + "\n".join(complaints))
        self._green |= unknown


def _complaints(judgement: Judgement) -> list[str]:
    problem = [f"- {judgement.name}: {judgement.problem}"] if judgement.problem else []
    return problem + [f"- {failure.test}: {_first_words(failure)}" for failure in judgement.failed]


def _first_words(failure: Failure) -> str:
    return shorten(redact(failure.message).partition("\n")[0], MESSAGE_WIDTH, placeholder=" …")
