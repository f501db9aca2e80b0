"""Whether a test fails over a change that is nobody's fault.

Variants of different kinds are tried together, so that two or three runs of all tests are enough for all of them. Where tests
fail, each of the variants is tried alone with those tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manuel_runner.detection.catalogue import Change
from manuel_runner.judging import Assignment, Court, Failure, FreshStack, Judgement

Bundle = list[Change]


@dataclass(frozen=True)
class VariantFinding:
    """What became of one benign variant, or of several that only together make tests fail.

    Attributes:
        variants: Their files.
        failed: The tests that are too strict.
        seconds: How long the run took that this was found in.
        problem: Why it could not be judged, if it could not.
    """

    variants: tuple[Change, ...]
    failed: tuple[Failure, ...]
    seconds: float
    problem: str | None

    @property
    def name(self) -> str:
        """The variants' names."""
        return " + ".join(variant.name for variant in self.variants)

    @property
    def is_good(self) -> bool:
        """Whether every test passed."""
        return not self.failed and not self.problem


def judge_variants(
    court: Court, variants: Sequence[Change], *, alone: bool = False
) -> Iterator[VariantFinding]:
    """Run every test against each variant of the backend.

    Args:
        court: Where tests run.
        variants: The variants.
        alone: Whether each gets a run of all tests of its own.
    """
    bundles = [[variant] for variant in variants] if alone else bundles_of(variants)
    tests = court.suites.names()
    suspects: list[tuple[Bundle, Judgement]] = []
    for bundle, judgement in _judge(court, [(bundle, tests) for bundle in bundles]):
        if len(bundle) > 1 and (judgement.failed or judgement.problem):
            suspects.append((bundle, judgement))
        else:
            yield from (_finding([variant], judgement) for variant in bundle)
    for bundle, judgement in suspects:
        yield from _findings_one_by_one(court, bundle, judgement)


def bundles_of(variants: Sequence[Change]) -> list[Bundle]:
    """Share variants out so that no two of one kind, their `CATEGORY`, meet: they could undo each other."""
    bundles: list[Bundle] = []
    for variant in variants:
        for bundle in bundles:
            if all(other.category != variant.category for other in bundle):
                bundle.append(variant)
                break
        else:
            bundles.append([variant])
    return bundles


def _findings_one_by_one(court: Court, bundle: Bundle, together: Judgement) -> Iterator[VariantFinding]:
    failed = frozenset(failure.test for failure in together.failed) or court.suites.names()
    findings = [
        _finding(alone, judgement)
        for alone, judgement in _judge(court, [([variant], failed) for variant in bundle])
    ]
    yield from findings
    explained = {failure.test for finding in findings for failure in finding.failed}
    unexplained = tuple(failure for failure in together.failed if failure.test not in explained)
    if unexplained:
        yield VariantFinding(tuple(bundle), unexplained, together.seconds, together.problem)


def _judge(
    court: Court, tasks: Sequence[tuple[Bundle, frozenset[str]]]
) -> Iterator[tuple[Bundle, Judgement]]:
    by_name = {str(number): bundle for number, (bundle, _) in enumerate(tasks)}
    assignments = [
        Assignment(str(number), (tests,), _stack_with(bundle)) for number, (bundle, tests) in enumerate(tasks)
    ]
    for judgement in court.hear(assignments):
        yield by_name[judgement.name], judgement


def _stack_with(bundle: Bundle) -> FreshStack:
    choices = {name: value for variant in bundle for name, value in variant.choices.items()}
    return FreshStack({"changes": [str(variant.path) for variant in bundle]}, choices)


def _finding(variants: Bundle, judgement: Judgement) -> VariantFinding:
    return VariantFinding(tuple(variants), judgement.failed, judgement.seconds, judgement.problem)
