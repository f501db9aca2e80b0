"""The results of a run, as results.json has them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from load_engine.statistics.percentiles import percentile

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class TestResult:
    """One test. Durations are in milliseconds; `metrics` holds what the test measured, by measurement and figure."""

    __test__ = False

    test_name: str
    status: Status
    duration_ms: int
    error_message: str | None
    details: dict[str, Any]
    metrics: dict[str, dict[str, float]] | None

    @property
    def executed(self) -> bool:
        """Whether the test ran to a verdict."""
        return self.status != "skipped"


@dataclass(frozen=True)
class Counts:
    """How many tests ended how. `success_rate` is the percentage of passed tests among those that were executed."""

    total: int
    passed: int
    failed: int
    skipped: int
    success_rate: float

    @classmethod
    def of(cls, tests: Sequence[TestResult]) -> Self:
        """Count these tests."""
        statuses = [test.status for test in tests]
        passed, failed = statuses.count("passed"), statuses.count("failed")
        return cls(
            total=len(tests),
            passed=passed,
            failed=failed,
            skipped=statuses.count("skipped"),
            success_rate=round(100 * passed / (passed + failed), 1) if passed + failed else 0.0,
        )


@dataclass(frozen=True)
class Summary:
    """The run in seven numbers. Skipped tests count in `total_tests` and `skipped` only: they have no duration and no verdict."""

    total_tests: int
    passed: int
    failed: int
    skipped: int
    success_rate: float
    total_duration_ms: int
    average_test_duration_ms: int

    @classmethod
    def of(cls, tests: Sequence[TestResult]) -> Self:
        """Sum these tests up."""
        counts = Counts.of(tests)
        durations = [test.duration_ms for test in tests if test.executed]
        return cls(
            total_tests=counts.total,
            passed=counts.passed,
            failed=counts.failed,
            skipped=counts.skipped,
            success_rate=counts.success_rate,
            total_duration_ms=sum(durations),
            average_test_duration_ms=sum(durations) // len(durations) if durations else 0,
        )


@dataclass(frozen=True)
class DurationFigures:
    """How long the executed tests took, in milliseconds; percentiles by nearest rank. All None if no test was executed."""

    min_duration_ms: int | None
    max_duration_ms: int | None
    avg_duration_ms: int | None
    p50_duration_ms: int | None
    p95_duration_ms: int | None
    p99_duration_ms: int | None

    @classmethod
    def of(cls, tests: Sequence[TestResult]) -> Self:
        """Measure these tests."""
        durations = sorted(test.duration_ms for test in tests if test.executed)
        if not durations:
            return cls(None, None, None, None, None, None)
        return cls(
            min_duration_ms=durations[0],
            max_duration_ms=durations[-1],
            avg_duration_ms=sum(durations) // len(durations),
            p50_duration_ms=int(percentile(durations, 50)),
            p95_duration_ms=int(percentile(durations, 95)),
            p99_duration_ms=int(percentile(durations, 99)),
        )


@dataclass(frozen=True)
class Run:
    """Which run this was. `elapsed_ms` is wall-clock time; tests that run in parallel make their sum larger."""

    id: str
    environment: str
    started_at: str
    elapsed_ms: int


@dataclass(frozen=True)
class Results:
    """Everything results.json holds.

    Attributes:
        run: Which run this was.
        summary: The run in seven numbers.
        test_results: Every test, in the order of the suites.
        failed_tests: Those of them that failed.
        performance_metrics: How long the tests took.
        categories: Counts by category, which is the folder below `suites/`.
        skip_reasons: How many tests were skipped for which reason.
        error_rates: Failures by error type and by severity.
        measurements: What was measured, merged over all tests and processes, by name.
    """

    run: Run
    summary: Summary
    test_results: list[TestResult]
    failed_tests: list[TestResult]
    performance_metrics: DurationFigures
    categories: dict[str, Counts]
    skip_reasons: dict[str, int]
    error_rates: dict[str, dict[str, dict[str, float]]]
    measurements: dict[str, dict[str, float]]

    def to_json(self) -> dict[str, Any]:
        """As a JSON object that satisfies `results.schema.json`."""
        return asdict(self)
