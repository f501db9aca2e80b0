"""What became of mutants, for people and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from manuel_runner.code_mutation.mutants import CodeMutant


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant.

    Attributes:
        mutant: What was changed.
        noticed_by: The test that fails with it, and passes without; None if there is none.
        seconds: How long it took.
        problem: Why it could not be judged, such as that no stack starts with it; None if it could.
    """

    mutant: CodeMutant
    noticed_by: str | None
    seconds: float
    problem: str | None = None

    @property
    def survived(self) -> bool:
        """Whether every test passed."""
        return self.noticed_by is None and self.problem is None

    def __str__(self) -> str:
        if self.problem:
            return f"not judged: {self.mutant}: {self.problem.splitlines()[0]}"
        if self.noticed_by:
            return f"noticed: {self.mutant}: by {self.noticed_by}"
        return f"SURVIVED: {self.mutant}\n{self.mutant.diff()}\n"


def summary(outcomes: Sequence[Outcome], *, left: int) -> str:
    """The counts, in one line.

    Args:
        outcomes: What was tried.
        left: How many more there was no time for.
    """
    judged = [outcome for outcome in outcomes if outcome.problem is None]
    survived = sum(outcome.survived for outcome in judged)
    parts = [f"{len(judged) - survived} of {len(judged)} noticed, {survived} survived"]
    if problems := len(outcomes) - len(judged):
        parts.append(f"{problems} not judged")
    if left:
        parts.append(f"no time for {left} more")
    return ", ".join(parts)


def as_json(outcomes: Sequence[Outcome], *, seed: int, places: int) -> dict[str, Any]:
    """All that was tried, with its diffs."""
    return {
        "seed": seed,
        "places": places,
        "survived": sum(outcome.survived for outcome in outcomes),
        "mutants": [
            {
                "file": outcome.mutant.file,
                "line": outcome.mutant.line,
                "definition": outcome.mutant.definition,
                "operator": outcome.mutant.operator,
                "diff": outcome.mutant.diff(),
                "noticed_by": outcome.noticed_by,
                "seconds": round(outcome.seconds, 1),
                "problem": outcome.problem,
            }
            for outcome in outcomes
        ],
    }
