"""Which defects the tests catch, and whether the intended test does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from field_comparison.suggestions import did_you_mean
from manuel_runner.detection.accidents import is_by_accident
from manuel_runner.detection.baseline_check import BaselineCheck
from manuel_runner.detection.catalogue import BackendChange
from manuel_runner.test_runs import FailedTest, FreshStack, RunRequest, RunResult, Suites, WorkerPool
from ManuelEnvironment.errors import ConfigurationError

Tests = frozenset[str]
Selection = Callable[[Suites, BackendChange], Tests]


class SearchScope(StrEnum):
    """Which tests are run on a defect at most: its intended one, those of its category too, or all."""

    INTENDED = "intended"
    CATEGORY = "category"
    ALL = "all"


class DefectStatus(StrEnum):
    """Whether a defect was caught, and by which tests."""

    BY_INTENDED_TEST = "caught by the intended test"
    BY_OTHERS = "caught by other tests only"
    BY_ACCIDENT = "caught by accident"
    NOT_CAUGHT = "NOT CAUGHT"
    ERROR = "ERROR"


@dataclass(frozen=True)
class DefectFinding:
    """The result for one defect.

    Attributes:
        defect: The defect.
        status: Whether it was caught, and by which tests.
        failed: The tests that caught it.
        seconds: How long the runs took.
        error: Why the tests could not be run; None if they were.
    """

    defect: BackendChange
    status: DefectStatus = DefectStatus.NOT_CAUGHT
    failed: tuple[FailedTest, ...] = ()
    seconds: float = 0.0
    error: str | None = None

    @property
    def is_expected(self) -> bool:
        """Whether a test caught the defect, and by what the defect asks for, if it does."""
        if self.status is DefectStatus.BY_ACCIDENT:
            return not self.defect.mentions
        return self.status in (DefectStatus.BY_INTENDED_TEST, DefectStatus.BY_OTHERS)

    @property
    def is_final(self) -> bool:
        """Whether further tests can't say more about the defect."""
        return self.status is not DefectStatus.NOT_CAUGHT


class DefectDetection:
    """Applies one defect at a time and runs tests on it.

    Args:
        pool: Runs the tests.
        baseline: Requires the tests to pass on the unmodified backend first.
        scope: Which tests `findings` runs at most.
    """

    def __init__(
        self,
        pool: WorkerPool,
        baseline: BaselineCheck,
        *,
        scope: SearchScope = SearchScope.ALL,
    ) -> None:
        self._pool = pool
        self._baseline = baseline
        self._scope = scope

    def findings(self, defects: Sequence[BackendChange]) -> Iterator[DefectFinding]:
        """Yield the result for each defect, as soon as a test has failed or none is left.

        The intended test is run first, then the other tests of the defect's category, then all remaining tests.

        Raises:
            BaselineError: A selected test fails on the unmodified backend.
        """
        open_findings = [DefectFinding(defect) for defect in defects]
        for select in _rounds_within(self._scope):
            previous, open_findings = open_findings, []
            for finding in self._run_round(previous, select, _request_up_to_a_failure):
                if finding.is_final:
                    yield finding
                else:
                    open_findings.append(finding)
        yield from open_findings

    def findings_of_all_tests(self, defects: Sequence[BackendChange]) -> Iterator[DefectFinding]:
        """Yield the result for each defect, on which every test is run.

        Raises:
            BaselineError: A test fails on the unmodified backend.
        """
        yield from self._run_round([DefectFinding(defect) for defect in defects], _all_tests, _request)

    def _run_round(
        self,
        findings: Sequence[DefectFinding],
        select: Selection,
        request: Callable[[BackendChange, Tests], RunRequest],
    ) -> Iterator[DefectFinding]:
        """Run the selected tests on these defects, and yield the updated findings."""
        suites = self._pool.suites
        tests = {finding.defect.path: select(suites, finding.defect) for finding in findings}
        yield from (finding for finding in findings if not tests[finding.defect.path])
        by_name = {str(finding.defect.path): finding for finding in findings if tests[finding.defect.path]}
        self._baseline.require({test for selected in tests.values() for test in selected})
        for result in self._pool.run(
            request(each.defect, tests[each.defect.path]) for each in by_name.values()
        ):
            previous = by_name[result.name]
            finding = _finding(previous.defect, result, suites)
            yield replace(finding, seconds=previous.seconds + finding.seconds)


def require_intended_tests(defects: Iterable[BackendChange], suites: Suites) -> None:
    """Require every test that is named by a defect to exist.

    Raises:
        ConfigurationError: A defect's `NOTICED_BY` is not the name of a test; the message suggests one that is.
    """
    names = {test.name.rpartition(".")[2] for test in suites.tests}
    problems = [
        f"{defect.path}: no test is called {defect.noticed_by!r}.{did_you_mean(defect.noticed_by, names)}"
        for defect in defects
        if defect.noticed_by and not suites.called(defect.noticed_by)
    ]
    if problems:
        raise ConfigurationError("; ".join(problems))


def _request(defect: BackendChange, tests: Tests) -> RunRequest:
    return RunRequest(str(defect.path), (tests,), FreshStack({"changes": [str(defect.path)]}, defect.choices))


def _request_up_to_a_failure(defect: BackendChange, tests: Tests) -> RunRequest:
    return replace(_request(defect, tests), stop_at_first_failure=True)


def _rounds_within(scope: SearchScope) -> tuple[Selection, ...]:
    rounds = (_intended_tests, _rest_of_category, _remaining_tests)
    return rounds[: 1 + [*SearchScope].index(scope)]


def _all_tests(suites: Suites, _defect: BackendChange) -> Tests:
    return suites.names()


def _intended_tests(suites: Suites, defect: BackendChange) -> Tests:
    return suites.called(defect.noticed_by) if defect.noticed_by else frozenset()


def _rest_of_category(suites: Suites, defect: BackendChange) -> Tests:
    return suites.of_category(defect.category) - _intended_tests(suites, defect)


def _remaining_tests(suites: Suites, defect: BackendChange) -> Tests:
    return suites.names() - suites.of_category(defect.category) - _intended_tests(suites, defect)


def _finding(defect: BackendChange, result: RunResult, suites: Suites) -> DefectFinding:
    status = _status(defect, result, suites)
    return DefectFinding(defect, status, result.failed, result.seconds, result.error)


def _status(defect: BackendChange, result: RunResult, suites: Suites) -> DefectStatus:
    if result.error is not None:
        return DefectStatus.ERROR
    if not result.failed:
        return DefectStatus.NOT_CAUGHT
    relevant = [failure for failure in result.failed if not is_by_accident(failure, defect)]
    if not relevant:
        return DefectStatus.BY_ACCIDENT
    intended = _intended_tests(suites, defect)
    by_intended = any(intended & failure.seen_by for failure in relevant)
    return DefectStatus.BY_INTENDED_TEST if by_intended else DefectStatus.BY_OTHERS
