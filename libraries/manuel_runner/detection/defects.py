"""Which defects the suites notice, and whether the test notices that should."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from manuel_runner.detection.baseline_check import BaselineCheck
from manuel_runner.detection.catalogue import Change
from manuel_runner.test_runs import Failure, FreshStack, RunRequest, RunResult, Suites, WorkerPool
from ManuelEnvironment.errors import ConfigurationError

Tests = frozenset[str]
Choice = Callable[[Suites, Change], Tests]


class Verdict(StrEnum):
    """What became of a defect."""

    BY_INTENDED_TEST = "caught by the intended test"
    BY_OTHERS = "caught only by others"
    NOT_CAUGHT = "NOT CAUGHT"
    NOT_JUDGED = "NOT JUDGED"

    @property
    def is_caught(self) -> bool:
        """Whether any test noticed."""
        return self in (Verdict.BY_INTENDED_TEST, Verdict.BY_OTHERS)


@dataclass(frozen=True)
class Finding:
    """What became of one defect.

    Attributes:
        defect: Its file.
        verdict: The result.
        failed: The tests that noticed.
        seconds: How long it took.
        problem: Why it could not be judged, if it could not.
    """

    defect: Change
    verdict: Verdict
    failed: tuple[Failure, ...]
    seconds: float
    problem: str | None

    @property
    def is_good(self) -> bool:
        """Whether any test noticed."""
        return self.verdict.is_caught


class DefectDetection:
    """Breaks the backend in one way at a time and runs the tests that should notice.

    Args:
        pool: Where tests run.
        control: Requires tests to pass on a healthy stack first.
        run_all: Whether every test is run on every defect; else the intended test, then the tests of the defect's
            category, then all the others, until one of them notices.
    """

    def __init__(self, pool: WorkerPool, control: BaselineCheck, *, run_all: bool = False) -> None:
        self._pool = pool
        self._control = control
        self._rounds = (_all_tests,) if run_all else (_intended_tests, _rest_of_category, _all_others)
        self._run_all = run_all

    def findings(self, defects: Sequence[Change]) -> Iterator[Finding]:
        """Judge the defects.

        Raises:
            UnhealthyError: A test that is to judge fails on a healthy stack.
        """
        unnoticed = [Finding(defect, Verdict.NOT_CAUGHT, (), 0.0, None) for defect in defects]
        for choose in self._rounds:
            searched, unnoticed = unnoticed, []
            for finding in self._search(searched, choose):
                if finding.is_good or finding.problem:
                    yield finding
                else:
                    unnoticed.append(finding)
        yield from unnoticed

    def _search(self, findings: Sequence[Finding], choose: Choice) -> Iterator[Finding]:
        """What becomes of these defects if the chosen tests are asked as well."""
        suites = self._pool.suites
        tests = {finding.defect.path: choose(suites, finding.defect) for finding in findings}
        yield from (finding for finding in findings if not tests[finding.defect.path])
        asked = {str(finding.defect.path): finding for finding in findings if tests[finding.defect.path]}
        self._control.require({test for chosen in tests.values() for test in chosen})
        for result in self._pool.run(self._request(each.defect, tests) for each in asked.values()):
            before = asked[result.name]
            finding = _finding(before.defect, result, suites)
            yield replace(finding, seconds=before.seconds + finding.seconds)

    def _request(self, defect: Change, tests: Mapping[Path, Tests]) -> RunRequest:
        return RunRequest(
            str(defect.path),
            (tests[defect.path],),
            FreshStack({"changes": [str(defect.path)]}, defect.choices),
            stop_at_first_failure=not self._run_all,
        )


def require_intended_tests(defects: Iterable[Change], suites: Suites) -> None:
    """Require every test that a defect names to exist.

    Raises:
        ConfigurationError: A defect's `NOTICED_BY` is not the name of a test; the message suggests one that is.
    """
    problems = [
        f"{defect.path}: no test is called {defect.noticed_by!r}{_did_you_mean(defect.noticed_by, suites)}"
        for defect in defects
        if defect.noticed_by and not suites.called(defect.noticed_by)
    ]
    if problems:
        raise ConfigurationError("; ".join(problems))


def _did_you_mean(name: str, suites: Suites) -> str:
    names = {test.name.rpartition(".")[2] for test in suites.tests}
    near = difflib.get_close_matches(name, names, n=1)
    return f": did you mean {near[0]!r}?" if near else ""


def _all_tests(suites: Suites, _defect: Change) -> Tests:
    return suites.names()


def _intended_tests(suites: Suites, defect: Change) -> Tests:
    return suites.called(defect.noticed_by) if defect.noticed_by else frozenset()


def _rest_of_category(suites: Suites, defect: Change) -> Tests:
    return suites.of_category(defect.category) - _intended_tests(suites, defect)


def _all_others(suites: Suites, defect: Change) -> Tests:
    return suites.names() - suites.of_category(defect.category) - _intended_tests(suites, defect)


def _finding(defect: Change, result: RunResult, suites: Suites) -> Finding:
    verdict = _verdict(_intended_tests(suites, defect), result)
    return Finding(defect, verdict, result.failed, result.seconds, result.problem)


def _verdict(intended: Tests, result: RunResult) -> Verdict:
    if result.problem is not None:
        return Verdict.NOT_JUDGED
    if intended & {failure.test for failure in result.failed}:
        return Verdict.BY_INTENDED_TEST
    return Verdict.BY_OTHERS if result.failed else Verdict.NOT_CAUGHT
