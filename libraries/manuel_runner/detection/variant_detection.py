"""Whether a test fails on a backend that is different but correct.

Variants of different kinds are tried together, so that two or three runs of all tests are enough for all of them. If tests
fail, each half of the variants is tried with those tests, and so on until one variant is left: delta debugging (Zeller and
Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from manuel_runner.detection.catalogue import BackendChange
from manuel_runner.test_runs import FailedTest, FreshStack, RunRequest, WorkerPool

Bundle = list[BackendChange]


@dataclass(frozen=True)
class VariantFinding:
    """The result for one benign variant, or for several that make tests fail only in combination.

    Attributes:
        variants: The variants.
        failed: The tests that failed, and therefore are too strict.
        seconds: How long the run took.
        error: Why the tests could not be run; None if they were.
    """

    variants: tuple[BackendChange, ...]
    failed: tuple[FailedTest, ...]
    seconds: float
    error: str | None

    @property
    def name(self) -> str:
        """The names of the variants."""
        return " + ".join(variant.name for variant in self.variants)

    @property
    def is_expected(self) -> bool:
        """Whether every test passed."""
        return not self.failed and not self.error


class VariantDetection:
    """Runs tests on variants of the backend.

    Args:
        pool: Runs the tests.
        on_suspects: Called with several variants that together make tests fail, before it is known which of them does.
    """

    def __init__(self, pool: WorkerPool, on_suspects: Callable[[VariantFinding], None]) -> None:
        self._pool = pool
        self._on_suspects = on_suspects

    def findings(self, variants: Sequence[BackendChange], tests: frozenset[str]) -> Iterator[VariantFinding]:
        """Yield the result for each variant; several are tried together.

        Args:
            variants: The variants.
            tests: Full names of the tests to run.
        """
        yield from self._search(bundles_of(variants), tests)

    def findings_one_by_one(
        self, variants: Sequence[BackendChange], tests: frozenset[str]
    ) -> Iterator[VariantFinding]:
        """Yield the result for each variant; each is tried alone.

        Args:
            variants: The variants.
            tests: Full names of the tests to run.
        """
        yield from self._search([[variant] for variant in variants], tests)

    def _search(self, bundles: Sequence[Bundle], tests: frozenset[str]) -> Iterator[VariantFinding]:
        suspects: list[VariantFinding] = []
        for finding in self._try(bundles, tests):
            if finding.is_expected:
                yield from (replace(finding, variants=(variant,)) for variant in finding.variants)
            elif len(finding.variants) == 1:
                yield finding
            else:
                self._on_suspects(finding)
                suspects.append(finding)
        for suspect in suspects:
            yield from self._halve(suspect, tests)

    def _halve(self, suspect: VariantFinding, tests: frozenset[str]) -> Iterator[VariantFinding]:
        middle = len(suspect.variants) // 2
        halves = [[*suspect.variants[:middle]], [*suspect.variants[middle:]]]
        culprits: list[VariantFinding] = []
        for finding in self._search(halves, _names(suspect.failed) or tests):
            if not finding.is_expected:
                culprits.append(finding)
            yield finding
        explained = {failure.test for culprit in culprits for failure in culprit.failed}
        unexplained = tuple(failure for failure in suspect.failed if failure.test not in explained)
        if unexplained or not culprits:
            yield replace(suspect, failed=unexplained)

    def _try(self, bundles: Sequence[Bundle], tests: frozenset[str]) -> Iterator[VariantFinding]:
        by_name = {str(number): bundle for number, bundle in enumerate(bundles)}
        requests = [RunRequest(name, (tests,), _stack_with(bundle)) for name, bundle in by_name.items()]
        for result in self._pool.run(requests):
            yield VariantFinding(tuple(by_name[result.name]), result.failed, result.seconds, result.error)


def bundles_of(variants: Sequence[BackendChange]) -> list[Bundle]:
    """Put variants together so that no bundle has two of one kind: they could undo each other."""
    bundles: list[Bundle] = []
    for variant in variants:
        for bundle in bundles:
            if all(other.kind != variant.kind for other in bundle):
                bundle.append(variant)
                break
        else:
            bundles.append([variant])
    return bundles


def _stack_with(bundle: Bundle) -> FreshStack:
    choices = {name: value for variant in bundle for name, value in variant.choices.items()}
    return FreshStack({"changes": [str(variant.path) for variant in bundle]}, choices)


def _names(failures: Sequence[FailedTest]) -> frozenset[str]:
    return frozenset(test for failure in failures for test in failure.seen_by)
