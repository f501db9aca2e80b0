"""Whether the tests name each of several defects of one backend: defects must not hide each other."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from cause_register.explanation import KnownCauses, explanation
from cause_register.failure_message import single_failures
from manuel_runner.detection.accidents import mentions_defect
from manuel_runner.detection.bundle import DefectBundle
from manuel_runner.detection.catalogue import BackendChange
from manuel_runner.test_runs import FailedTest, FreshStack, RunRequest, RunResult, WorkerPool

FEW_DEFECTS = 5
NAMED_OF_FEW, NAMED_OF_MANY = 0.97, 0.90
"""The share of defects that have to be named, of up to `FEW_DEFECTS` at once and of more."""
FAILED_TESTS_PER_DEFECT = 2.0


@dataclass(frozen=True)
class NamedDefect:
    """Whether one of several defects is named by a failed test.

    Attributes:
        defect: The defect.
        by: The failed test that names it; None if there is none.
        intended: What became of the intended test: `failed`, `passed`, `not run`, or by which cause it was blocked.
    """

    defect: BackendChange
    by: str | None
    intended: str


@dataclass(frozen=True)
class JointFinding:
    """The result of one run of all tests on a backend with several defects.

    Attributes:
        bundle: The defects.
        named: For each of them, whether it is named.
        failed: The failed tests, those of causes included.
        blocked: How many tests were blocked, by the reason of the cause.
        passed: How many tests passed.
        seconds: How long the run took.
        error: Why the tests could not be run, on all defects or on one alone; None if they were.
    """

    bundle: DefectBundle
    named: tuple[NamedDefect, ...]
    failed: tuple[FailedTest, ...]
    blocked: Mapping[str, int]
    passed: int
    seconds: float
    error: str | None


@dataclass(frozen=True)
class JointTotal:
    """What several runs with the same number of defects show.

    Attributes:
        defects: How many defects there were in all runs.
        named: How many of them are named.
        failed: How many tests failed.
        required_share: The share of defects that has to be named.
        errors: How many runs could not be completed.
    """

    defects: int
    named: int
    failed: int
    required_share: float
    errors: int

    @property
    def share(self) -> float:
        """The share of defects that are named."""
        return self.named / self.defects

    @property
    def failed_per_defect(self) -> float:
        """How many tests failed for each defect."""
        return self.failed / self.defects

    @property
    def is_expected(self) -> bool:
        """Whether enough defects are named, by few enough failed tests."""
        is_enough = self.share >= self.required_share
        return is_enough and self.failed_per_defect <= FAILED_TESTS_PER_DEFECT and not self.errors


class JointDetection:
    """Applies several defects to one backend and runs all tests once.

    Args:
        pool: Runs the tests.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    def findings(self, bundles: Sequence[DefectBundle], tests: frozenset[str]) -> Iterator[JointFinding]:
        """Yield the result for each bundle.

        Args:
            bundles: Defects that are applied together.
            tests: Full names of the tests to run.
        """
        by_seed = {str(bundle.seed): bundle for bundle in bundles}
        requests = [RunRequest(seed, (tests,), _stack_with(*each.defects)) for seed, each in by_seed.items()]
        for result in self._pool.run(requests):
            yield self._finding(by_seed[result.name], result)

    def _finding(self, bundle: DefectBundle, result: RunResult) -> JointFinding:
        seen = {defect.path: self._failed_intended_test(defect, result) for defect in bundle.defects}
        alone = self._alone([defect for defect in bundle.defects if seen[defect.path] is None])
        errors = [result.error, *(run.error for run in alone.values())]
        return JointFinding(
            bundle,
            named=tuple(
                NamedDefect(
                    defect,
                    seen[defect.path] or _failed_for_the_same(defect, alone.get(defect.path), result),
                    self._fate_of_intended_test(defect, result),
                )
                for defect in bundle.defects
            ),
            failed=result.failed,
            blocked=Counter(each.reason for each in result.blocked),
            passed=len(result.passed),
            seconds=result.seconds,
            error=next((error for error in errors if error is not None), None),
        )

    def _failed_intended_test(self, defect: BackendChange, result: RunResult) -> str | None:
        intended = self._intended(defect)
        failures = (failure for failure in result.failed if failure.test in intended)
        return next((failure.test for failure in failures if mentions_defect(failure, defect)), None)

    def _alone(self, defects: Sequence[BackendChange]) -> dict[Path, RunResult]:
        """Run the intended test of each defect on a backend that has this one alone; return the results by the defects' files."""
        requests = [
            RunRequest(str(defect.path), (tests,), _stack_with(defect))
            for defect in defects
            if (tests := self._intended(defect))
        ]
        return {Path(alone.name): alone for alone in self._pool.run(requests)}

    def _fate_of_intended_test(self, defect: BackendChange, result: RunResult) -> str:
        intended = self._intended(defect)
        if any(failure.test in intended for failure in result.failed):
            return "failed"
        blocked = next(
            (f"blocked by {each.reason}" for each in result.blocked if each.test in intended), None
        )
        return blocked or ("passed" if intended & {*result.passed} else "not run")

    def _intended(self, defect: BackendChange) -> frozenset[str]:
        return self._pool.suites.called(defect.noticed_by) if defect.noticed_by else frozenset()


def _failed_for_the_same(defect: BackendChange, alone: RunResult | None, result: RunResult) -> str | None:
    """Return the failed test that has the very cause with which the intended test fails on the defect alone.

    That is one with the same reason, or either is a cause that lies in the backend as a whole and explains the other.
    """
    by_reason = {reason: failure.test for failure in result.failed for reason in failure.reasons}
    failures = [each for each in (alone.failed if alone else ()) if mentions_defect(each, defect)]
    reasons = chain.from_iterable(
        chain(each.reasons, explained_by(result.failed, each), explained_in(result.failed, each))
        for each in failures
    )
    return next((by_reason[reason] for reason in reasons if reason in by_reason), None)


def explained_by(failed_tests: Sequence[FailedTest], failure: FailedTest) -> frozenset[str]:
    """Return the reason of the reported cause that explains a failure of another run; nothing if there is none."""
    causes = [failed.cause for failed in failed_tests if failed.cause]
    cause = explanation(KnownCauses(of_the_run=causes), single_failures(failure.message))
    return frozenset({cause.reason} if cause else ())


def explained_in(failed_tests: Sequence[FailedTest], failure: FailedTest) -> frozenset[str]:
    """Return the reasons of the failed tests that the cause of another run explains; nothing if that failure is not a cause."""
    known = KnownCauses(of_the_run=[failure.cause] if failure.cause else [])
    explained = (failed for failed in failed_tests if explanation(known, single_failures(failed.message)))
    return frozenset(reason for failed in explained for reason in failed.reasons)


def total(findings: Sequence[JointFinding]) -> JointTotal:
    """Add up the results of several runs with the same number of defects."""
    named = [each for finding in findings for each in finding.named]
    together = max(len(finding.bundle.defects) for finding in findings)
    return JointTotal(
        defects=len(named),
        named=sum(each.by is not None for each in named),
        failed=sum(len(finding.failed) for finding in findings),
        required_share=NAMED_OF_FEW if together <= FEW_DEFECTS else NAMED_OF_MANY,
        errors=sum(finding.error is not None for finding in findings),
    )


def _stack_with(*defects: BackendChange) -> FreshStack:
    choices = {name: value for defect in defects for name, value in defect.choices.items()}
    return FreshStack({"changes": [str(defect.path) for defect in defects]}, choices)
