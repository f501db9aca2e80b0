"""Which tests are tried on a mutant: those that execute the changed lines, the likeliest to fail first."""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from manuel_runner.code_mutation.line_coverage import NO_TEST, LineCoverage
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.statements import statement_at
from manuel_runner.test_runs import Suites

PERFORMANCE, SLOW = "performance", "slow"
LARGEST_STAGE = 64
UNKNOWN_SECONDS = 1.0

SECONDS_ALONE = 20.0
"""For how long tests are run on a mutant alone."""
LEAST_FOCUS = 1e-6


@dataclass(frozen=True)
class CandidateTests:
    """The tests that can notice a mutant.

    Attributes:
        alone: The likeliest to fail, in stages of growing size, to run on the mutant alone.
        together: All others, to run on several mutants at once.
    """

    alone: tuple[frozenset[str], ...]
    together: frozenset[str]


class TestSelection:
    """Chooses tests by the lines that they execute, and learns which changes they have noticed.

    Args:
        coverage: Which tests execute which lines.
        suites: All tests.
        excluded: Tests that show nothing, since they fail without any mutant.
    """

    __test__ = False

    def __init__(
        self, coverage: LineCoverage, suites: Suites, excluded: frozenset[str] = frozenset()
    ) -> None:
        self._coverage = coverage
        self._usable = suites.names() - excluded
        self._last = suites.of_category(PERFORMANCE) | suites.tagged(SLOW)
        self._focus = functools.cache(coverage.focus)
        self._noticed: Counter[tuple[Path, str, str]] = Counter()

    def tests_for(self, mutant: CodeMutant) -> frozenset[str]:
        """Return the tests that can notice a mutant; none if no test executes it.

        What is executed as a module is imported, or as the stack starts, affects what uses it later: the tests are chosen that
        execute a line with the constant's name, or else all tests of the file, or simply all if it has none.
        """
        statement = statement_at(mutant.path.read_text(encoding="utf-8"), mutant.line)
        tests = self._coverage.tests_of(mutant.path, statement.lines)
        if statement.is_in_function and NO_TEST not in tests:
            return tests & self._usable
        users = self._tests_that_use(statement.names) or self._coverage.tests_of_file(mutant.path)
        return (users & self._usable) or self._usable

    def _tests_that_use(self, names: frozenset[str]) -> frozenset[str]:
        """Return the tests that execute a line with one of these names."""
        if not names:
            return frozenset()
        mentioned = re.compile(rf"\b({'|'.join(sorted(names))})\b")
        tests: set[str] = set()
        for file in self._coverage.lines:
            source = file.read_text(encoding="utf-8")
            for number, line in enumerate(source.splitlines(), 1):
                if mentioned.search(line):
                    tests |= self._coverage.tests_of(file, statement_at(source, number).lines)
        return frozenset(tests - {NO_TEST})

    def candidate_tests_for(self, mutant: CodeMutant) -> CandidateTests:
        """Return the tests that can notice a mutant, the likeliest to fail first."""
        likeliest_first = self._likeliest_first(mutant)
        ends = itertools.accumulate(map(self._seconds, likeliest_first))
        alone = sum(end <= SECONDS_ALONE for end in ends) or 1
        return CandidateTests(
            tuple(map(frozenset, _growing(likeliest_first[:alone]))), frozenset(likeliest_first[alone:])
        )

    def learn(self, path: Path, function: str, noticed_by: Iterable[str]) -> None:
        """Prefer tests for mutants of a function, as they have noticed a change of it."""
        for test in noticed_by:
            self._noticed[path, function, test] += 1

    def _likeliest_first(self, mutant: CodeMutant) -> list[str]:
        """Prefer what has noticed changes of the function, then what is quick and executes little elsewhere."""
        focus = self._focus(mutant.path)

        def order(test: str) -> tuple[float, ...]:
            noticed = self._noticed[mutant.path, mutant.definition, test]
            return (
                test in self._last,
                -noticed,
                self._seconds(test) / focus.get(test, LEAST_FOCUS),
            )

        return sorted(self.tests_for(mutant), key=order)

    def _seconds(self, test: str) -> float:
        return self._coverage.seconds.get(test, UNKNOWN_SECONDS)


def _growing(tests: Sequence[str]) -> Iterator[Sequence[str]]:
    """Divide tests into one, two, four and so on: whatever comes early fails early, and few stages have to be started."""
    first, size = 0, 1
    while first < len(tests):
        yield tests[first : first + size]
        first, size = first + size, min(2 * size, LARGEST_STAGE)
