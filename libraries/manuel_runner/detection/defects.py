"""Which defects the suites notice, and whether the test notices that should."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from manuel_runner.detection.catalogue import Change
from manuel_runner.detection.healthy_control import HealthyControl
from manuel_runner.judging import Assignment, Court, Failure, FreshStack, Judgement, Suites

Stages = tuple[frozenset[str], ...]


class Verdict(StrEnum):
    """What became of a defect."""

    BY_INTENDED_TEST = "caught by the intended test"
    BY_OTHERS = "caught only by others"
    NOT_CAUGHT = "NOT CAUGHT"
    NO_SUITE_YET = "no suite yet"
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
        court: Where tests run.
        control: Requires tests to pass on a healthy stack first.
        run_all: Whether every test is run on every defect; else the intended test, then the tests of the defect's
            category, then all the others, until one of them notices.
    """

    def __init__(self, court: Court, control: HealthyControl, *, run_all: bool = False) -> None:
        self._court = court
        self._control = control
        self._run_all = run_all

    def findings(self, defects: Sequence[Change]) -> Iterator[Finding]:
        """Judge the defects.

        Raises:
            UnhealthyError: A test that is to judge fails on a healthy stack.
        """
        suites = self._court.suites
        if self._run_all:
            yield from self._judge([(defect, (suites.names(),)) for defect in defects])
            return
        unnoticed: list[Finding] = []
        for finding in self._judge(
            [(defect, _tests_that_should_notice(suites, defect)) for defect in defects]
        ):
            if finding.is_good or finding.problem:
                yield finding
            else:
                unnoticed.append(finding)
        seconds = {finding.defect.path: finding.seconds for finding in unnoticed}
        for finding in self._judge([(each.defect, _all_others(suites, each.defect)) for each in unnoticed]):
            yield replace(finding, seconds=finding.seconds + seconds[finding.defect.path])

    def _judge(self, tasks: Sequence[tuple[Change, Stages]]) -> Iterator[Finding]:
        self._control.require({test for _, stages in tasks for stage in stages for test in stage})
        by_path = {str(defect.path): defect for defect, _ in tasks}
        assignments = [
            Assignment(
                str(defect.path),
                stages,
                FreshStack({"changes": [str(defect.path)]}, defect.choices),
                stop_at_first_failure=not self._run_all,
            )
            for defect, stages in tasks
        ]
        for judgement in self._court.hear(assignments):
            yield _finding(by_path[judgement.name], judgement, self._court.suites)


def _tests_that_should_notice(suites: Suites, defect: Change) -> Stages:
    intended = _intended_tests(suites, defect)
    others = suites.of_category(defect.category) - intended
    return tuple(stage for stage in (intended, others) if stage)


def _all_others(suites: Suites, defect: Change) -> Stages:
    return (suites.names() - suites.of_category(defect.category) - _intended_tests(suites, defect),)


def _intended_tests(suites: Suites, defect: Change) -> frozenset[str]:
    return suites.called(defect.noticed_by) if defect.noticed_by else frozenset()


def _finding(defect: Change, judgement: Judgement, suites: Suites) -> Finding:
    verdict = _verdict(_intended_tests(suites, defect), judgement)
    return Finding(defect, verdict, judgement.failed, judgement.seconds, judgement.problem)


def _verdict(intended: frozenset[str], judgement: Judgement) -> Verdict:
    if judgement.problem is not None:
        return Verdict.NOT_JUDGED
    if intended & {failure.test for failure in judgement.failed}:
        return Verdict.BY_INTENDED_TEST
    if judgement.failed:
        return Verdict.BY_OTHERS
    return Verdict.NOT_CAUGHT if intended else Verdict.NO_SUITE_YET
