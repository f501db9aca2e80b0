"""The results of a run, as in results.json."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from cause_register import Example
from load_engine.statistics.percentiles import percentile

Status = Literal["passed", "failed", "known", "blocked", "skipped"]
Kind = Literal["deviation", "unusable", "environment", "failure"]


@dataclass(frozen=True)
class SuiteTestResult:
    """One test. Durations are in milliseconds; `metrics` contains the figures of the test by measurement.

    `error_message` is that of a failed test, even one with a known issue, and of a blocked one. `first_failure` is that of a
    flaky test, which failed, was run again, and passed.
    """

    test_name: str
    status: Status
    duration_ms: int
    error_message: str | None
    first_failure: str | None
    details: dict[str, Any]
    metrics: dict[str, dict[str, float]] | None

    @property
    def executed(self) -> bool:
        """Whether the test was executed to its end."""
        return self.status in ("passed", "failed")


@dataclass(frozen=True)
class Counts:
    """The number of tests by status. `success_rate` is the percentage of passed tests among the executed ones."""

    total: int
    passed: int
    failed: int
    known: int
    blocked: int
    skipped: int
    success_rate: float

    @classmethod
    def of(cls, tests: Sequence[SuiteTestResult]) -> Self:
        """Count these tests."""
        statuses = [test.status for test in tests]
        passed, failed = statuses.count("passed"), statuses.count("failed")
        return cls(
            total=len(tests),
            passed=passed,
            failed=failed,
            known=statuses.count("known"),
            blocked=statuses.count("blocked"),
            skipped=statuses.count("skipped"),
            success_rate=round(100 * passed / (passed + failed), 1) if passed + failed else 0.0,
        )


@dataclass(frozen=True)
class Summary:
    """The run in ten numbers. The duration and the success rate are those of passed and failed tests."""

    total_tests: int
    passed: int
    failed: int
    known: int
    blocked: int
    skipped: int
    flaky: int
    success_rate: float
    total_duration_ms: int
    average_test_duration_ms: int

    @classmethod
    def of(cls, tests: Sequence[SuiteTestResult]) -> Self:
        """Summarise these tests."""
        counts = Counts.of(tests)
        durations = [test.duration_ms for test in tests if test.executed]
        return cls(
            total_tests=counts.total,
            passed=counts.passed,
            failed=counts.failed,
            known=counts.known,
            blocked=counts.blocked,
            skipped=counts.skipped,
            flaky=sum(test.first_failure is not None for test in tests),
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
    def of(cls, tests: Sequence[SuiteTestResult]) -> Self:
        """Compute the figures of these tests."""
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
class RunIdentity:
    """Identifies the run.

    Attributes:
        id: A name that only this run has.
        environment: The environment that was tested.
        started_at: The time of the start (ISO 8601).
        elapsed_ms: Wall-clock time: the durations of tests that run in parallel add up to more.
        selection: Which tests were to run, such as `all tests` or `--include smoke`.
        seed: The seed of the order in which they ran; None if they ran in that of the files.
        commit: The commit of these tests; None outside a repository.
        versions: Versions by name: of the tests, of what ran them, and of the API, as far as they are known.
    """

    id: str
    environment: str
    started_at: str
    elapsed_ms: int
    selection: str
    seed: int | None
    commit: str | None
    versions: dict[str, str]


@dataclass(frozen=True)
class LinkedTest:
    """A test by its full name, and by its id in log.html: `s1-s2-t3` is at `log.html#s1-s2-t3`."""

    name: str
    id: str

    @classmethod
    def to(cls, test: SuiteTestResult) -> Self:
        """Return a link to a test."""
        return cls(f"{test.details['suite']}.{test.test_name}", test.details["id"])


@dataclass(frozen=True)
class CauseOfRun:
    """Something to fix, with all tests that wait for it.

    Attributes:
        title: Its name: the operation, what was expected, and what it got.
        kind: How it was found: by the register of causes, as a `deviation`, `unusable` or `environment`, or as a `failure`
            that tests have in common.
        operation: Method and path in the contract, or what else the expectation is about; empty if the message names nothing.
        expected: What was expected; values that vary from test to test are `…`.
        got: What was there instead, likewise.
        message: The whole message of the first failed test, or without one that of the first blocked test.
        example: The request in this message, with its ids, AWS calls and faults.
        known_issue: The known issue that it is, with reason, owner and date; None if it is not one, or if it has ended.
        failed: The tests that fail by it and the run with them.
        known: The tests that fail by it as a known issue, and do not fail the run.
        blocked: The tests that could not be evaluated because of it.
        met: How many other tests met it and went on.
    """

    title: str
    kind: Kind
    operation: str
    expected: str
    got: str
    message: str
    example: Example
    known_issue: dict[str, str] | None
    failed: list[LinkedTest]
    known: list[LinkedTest]
    blocked: list[LinkedTest]
    met: int


@dataclass(frozen=True)
class FaultOfRun:
    """A fault that tests have injected.

    Attributes:
        failure: The failure's name, such as `bedrock_throttling`.
        fault: What was done to which requests.
        hits: How many requests were hit; None for a real cause, which has no rules.
        tests: The tests that injected it.
        passed: How many of them passed.
    """

    failure: str
    fault: str
    hits: int | None
    tests: list[LinkedTest]
    passed: int


@dataclass(frozen=True)
class VerdictOfRun:
    """Whether a measurement met a threshold.

    Attributes:
        threshold: The threshold: `p(95)<=100`.
        value: What was measured; None if it is infinite, because requests failed.
        met: Whether the threshold was met.
        test: The test that evaluated it.
    """

    threshold: str
    value: float | None
    met: bool
    test: LinkedTest


@dataclass(frozen=True)
class Results:
    """Everything that results.json contains.

    Attributes:
        run: Identifies the run.
        summary: The run in ten numbers.
        causes: What to fix: first what security tests fail by, then the rest; of each, what most tests wait for comes first.
        test_results: Every test, in the order of the suites.
        failed_tests: The failed tests.
        performance_metrics: How long the tests took.
        categories: Counts by category, which is the folder in `suites/`.
        block_reasons: The number of blocked tests by the reason of the cause that blocks them.
        skip_reasons: The number of skipped tests by reason.
        error_rates: Failures by cause and by severity.
        measurements: Figures by measurement, merged over all tests and processes.
        verdicts: The thresholds that each measurement was evaluated by.
        faults: The faults that were injected, by the name of their failure.
    """

    run: RunIdentity
    summary: Summary
    causes: list[CauseOfRun]
    test_results: list[SuiteTestResult]
    failed_tests: list[SuiteTestResult]
    performance_metrics: DurationFigures
    categories: dict[str, Counts]
    block_reasons: dict[str, int]
    skip_reasons: dict[str, int]
    error_rates: dict[str, dict[str, dict[str, float]]]
    measurements: dict[str, dict[str, float]]
    verdicts: dict[str, list[VerdictOfRun]]
    faults: list[FaultOfRun]

    @property
    def unknown_causes(self) -> list[CauseOfRun]:
        """The causes that are no known issues."""
        return [cause for cause in self.causes if cause.known_issue is None]

    @property
    def known_causes(self) -> list[CauseOfRun]:
        """The causes that are known issues."""
        return [cause for cause in self.causes if cause.known_issue is not None]

    @property
    def blocked_by_unknown(self) -> int:
        """The number of tests that are blocked by a cause that is not a known issue."""
        return sum(len(cause.blocked) for cause in self.unknown_causes)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object that satisfies `results.schema.json`."""
        return asdict(self)
