"""What became of mutants."""

from dataclasses import dataclass

from manuel_runner.mutation.mutants import Mutant


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant.

    Attributes:
        mutant: What was changed.
        noticed_by: The first test that failed; None if it survived.
        problem: Why it could not be judged, if it could not.
    """

    mutant: Mutant
    noticed_by: str | None
    problem: str | None = None

    @property
    def survived(self) -> bool:
        """Whether the change was made and no test noticed."""
        return self.noticed_by is None and self.problem is None
