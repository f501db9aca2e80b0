"""The result of a mutant."""

from dataclasses import dataclass

from manuel_runner.mutation.mutants import Mutant


@dataclass(frozen=True)
class MutantResult:
    """The result of one mutant.

    Attributes:
        mutant: The mutant.
        killed_by: The first test that failed; None if there is none.
        error: Why there is no result; None if there is one.
    """

    mutant: Mutant
    killed_by: str | None
    error: str | None = None

    @property
    def survived(self) -> bool:
        """Whether the response was changed and no test failed."""
        return self.killed_by is None and self.error is None
