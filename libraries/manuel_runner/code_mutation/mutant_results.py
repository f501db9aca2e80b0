"""The results of mutants, human-readable and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from manuel_runner.code_mutation.mutants import CodeMutant


@dataclass(frozen=True)
class CodeMutantResult:
    """The result of one mutant.

    Attributes:
        mutant: The mutant.
        killed_by: The test that fails with it and passes without; None if there is none.
        seconds: How long the run took.
        error: Why there is no result, such as that no stack starts with the mutant; None if there is one.
        tests: How many tests can notice the mutant, since they execute the changed line.
    """

    mutant: CodeMutant
    killed_by: str | None
    seconds: float
    error: str | None = None
    tests: int = 0

    @property
    def survived(self) -> bool:
        """Whether every test passed."""
        return self.killed_by is None and self.error is None

    def __str__(self) -> str:
        if self.error:
            return f"error: {self.mutant}: {self.error.splitlines()[0]}"
        if self.killed_by:
            return f"killed: {self.mutant}: by {self.killed_by}"
        why = _passed(self.tests) if self.tests else "not executed by any test"
        return f"SURVIVED: {self.mutant}: {why}\n{self.mutant.diff()}\n"


def _passed(tests: int) -> str:
    return "1 test passed" if tests == 1 else f"{tests} tests passed"


def summary(results: Sequence[CodeMutantResult], *, untried: int) -> str:
    """Return the counts in one line.

    Args:
        results: The results of all mutants that were tried.
        untried: For how many more there was no time.
    """
    valid = [result for result in results if result.error is None]
    survived = sum(result.survived for result in valid)
    killed = len(valid) - survived
    share = f" ({killed / len(valid):.0%})" if valid else ""
    parts = [f"{killed} of {len(valid)} killed{share}, {survived} survived"]
    if errors := len(results) - len(valid):
        parts.append(f"{errors} with errors")
    if untried:
        parts.append(f"no time for {untried} more")
    return ", ".join(parts)


def as_json(results: Sequence[CodeMutantResult], *, seed: int, places: int) -> dict[str, Any]:
    """Return all results, with the diffs of the mutants."""
    return {
        "seed": seed,
        "places": places,
        "survived": sum(result.survived for result in results),
        "mutants": [
            {
                "file": result.mutant.file,
                "line": result.mutant.line,
                "definition": result.mutant.definition,
                "operator": result.mutant.operator,
                "diff": result.mutant.diff(),
                "tests": result.tests,
                "killed_by": result.killed_by,
                "seconds": round(result.seconds, 1),
                "error": result.error,
            }
            for result in results
        ],
    }
