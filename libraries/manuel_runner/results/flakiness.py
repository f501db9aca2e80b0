"""Tests whose failures disappeared without a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from manuel_runner.results.trends import ComparableRuns

FLAKY = "flaky"
_EVALUATED = ("passed", "failed", FLAKY)


@dataclass(frozen=True)
class FlakyTest:
    """A test that was flaky in at least one run.

    Attributes:
        name: Its full name.
        runs: In how many runs it was evaluated. A run that does not name a test counts as one that it has passed.
        flakes: In how many of them it failed although it passes: it was run again and passed, or it passed in the runs before
            and after.
        outcomes: What became of it in each run, oldest first: `passed`, `failed` or `flaky`.
    """

    name: str
    runs: int
    flakes: int
    outcomes: tuple[str, ...]

    @property
    def rate(self) -> float:
        """The share of runs in which it was flaky, from 0 to 1."""
        return self.flakes / self.runs


def flaky_tests(runs: ComparableRuns) -> list[FlakyTest]:
    """Return the tests that were flaky in any of these runs, the worst first.

    Runs of older versions, which do not say what became of each test, are left out.
    """
    recorded = [entry.outcomes for entry in runs.entries if entry.outcomes is not None]
    names = dict.fromkeys(name for outcomes in recorded for name in outcomes)
    found = [_flaky_test(name, [outcomes.get(name, "passed") for outcomes in recorded]) for name in names]
    return sorted((test for test in found if test.flakes), key=lambda test: (-test.rate, test.name))


def _flaky_test(name: str, outcomes: Sequence[str]) -> FlakyTest:
    evaluated = [outcome for outcome in outcomes if outcome in _EVALUATED]
    alone = sum(
        (before, here, after) == ("passed", "failed", "passed")
        for (before, here), (_, after) in pairwise(pairwise(evaluated))
    )
    return FlakyTest(name, len(evaluated), evaluated.count(FLAKY) + alone, tuple(evaluated))
