"""Which tests judge a mutant: those that execute the changed lines, the likeliest to fail first."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from manuel_runner.code_mutation.line_coverage import NO_TEST, LineCoverage
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.statements import statement_at
from manuel_runner.test_runs import Suites

PERFORMANCE, SLOW = "performance", "slow"
LARGEST_STAGE = 64
UNKNOWN_SECONDS = 1.0

Stages = tuple[frozenset[str], ...]


class TestSelection:
    """Chooses tests by the lines that they execute, and learns from the mutants that they have killed.

    Args:
        coverage: Which tests execute which lines.
        suites: All tests.
        excluded: Tests that judge nothing, since they fail without any mutant.
    """

    __test__ = False

    def __init__(
        self, coverage: LineCoverage, suites: Suites, excluded: frozenset[str] = frozenset()
    ) -> None:
        self._coverage = coverage
        self._usable = suites.names() - excluded
        self._last = suites.of_category(PERFORMANCE) | suites.tagged(SLOW)
        self._kills_in_function: Counter[tuple[object, ...]] = Counter()
        self._kills_in_file: Counter[tuple[object, ...]] = Counter()

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

    def stages_for(self, mutant: CodeMutant) -> Stages:
        """Return the tests that can notice a mutant in stages of growing size, the likeliest to fail first."""
        likeliest_first = sorted(self.tests_for(mutant), key=self._order(mutant))
        quick = [test for test in likeliest_first if test not in self._last]
        last = [test for test in likeliest_first if test in self._last]
        return tuple(map(frozenset, [*_growing(quick), *([last] if last else [])]))

    def learn(self, mutant: CodeMutant, killed_by: Iterable[str]) -> None:
        """Prefer tests for mutants of the same function, and then of the same file, as they have killed this one."""
        for test in killed_by:
            self._kills_in_function[mutant.path, mutant.definition, test] += 1
            self._kills_in_file[mutant.path, test] += 1

    def _order(self, mutant: CodeMutant) -> Callable[[str], tuple[float, ...]]:
        """Prefer what has killed neighbours of the mutant, then what is quick and executes little else."""

        def order(test: str) -> tuple[float, ...]:
            seconds = self._coverage.seconds.get(test, UNKNOWN_SECONDS)
            return (
                -self._kills_in_function[mutant.path, mutant.definition, test],
                -self._kills_in_file[mutant.path, test],
                seconds * self._coverage.breadth[test],
            )

        return order


def _growing(tests: Sequence[str]) -> Iterator[Sequence[str]]:
    """Divide tests into one, two, four and so on: whatever comes early fails early, and few stages have to be started."""
    first, size = 0, 1
    while first < len(tests):
        yield tests[first : first + size]
        first, size = first + size, min(2 * size, LARGEST_STAGE)
