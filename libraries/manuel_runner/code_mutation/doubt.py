"""Whether a test fails because of a mutant: a busy machine, or chance, makes tests fail too."""

from manuel_runner.detection.healthy_control import HealthyControl, UnhealthyError
from manuel_runner.judging import Assignment, Court, FreshStack, Judgement


class Doubt:
    """Asks the tests that failed once more, with the mutant and without.

    Args:
        court: Where they run.
    """

    def __init__(self, court: Court) -> None:
        self._court = court
        self._control = HealthyControl(court)

    def about(self, judgement: Judgement, ground: FreshStack) -> str | None:
        """Why the failures tell nothing of the mutant; None if they do, and if there are none.

        Args:
            judgement: How the tests ended.
            ground: The stack with the mutant.
        """
        tests = frozenset(failure.test for failure in judgement.failed)
        if not tests:
            return None
        try:
            self._control.require(tests)
        except UnhealthyError as error:
            return str(error).replace("\n", " ")
        [again] = self._court.hear([Assignment(f"{judgement.name} again", (tests,), ground)])
        if again.failed:
            return None
        return again.problem or f"{', '.join(sorted(tests))} failed, and passed when it was asked again"
