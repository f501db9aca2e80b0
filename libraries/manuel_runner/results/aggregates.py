"""What the tests of a run add up to: by category, cause, severity, measurement and fault."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from manuel_runner.results.model import Counts, FaultOfRun, LinkedTest, SuiteTestResult, VerdictOfRun

_SEVERITY_BY_TAG = {
    "smoke": "critical",
    "auth": "high",
    "security": "high",
    "e2e": "medium",
    "api": "medium",
    "error_handling": "medium",
}


def count_reasons(tests: Sequence[SuiteTestResult], detail: str) -> dict[str, int]:
    """Count the tests by a detail that is a reason, the most frequent first."""
    return dict(Counter(reason for test in tests if (reason := test.details[detail])).most_common())


def counts_by_category(tests: Sequence[SuiteTestResult]) -> dict[str, Counts]:
    """Count the tests of each category."""
    categories = sorted({test.details["category"] for test in tests})
    return {
        category: Counts.of([test for test in tests if test.details["category"] == category])
        for category in categories
    }


def rates_by_kind(
    tests: Sequence[SuiteTestResult], kind_by_id: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """Return how many of the executed tests failed by which kind of error, the most frequent first."""
    executed = sum(test.executed for test in tests)
    counted = Counter(kind_by_id[test.details["id"]] for test in tests if test.status == "failed")
    return {
        name: {"count": count, "rate": round(count / executed, 4)} for name, count in counted.most_common()
    }


def severity_of(test: SuiteTestResult) -> str:
    """Return how severe a failure of this test is, according to its tag `severity:<severity>` or else its other tags."""
    tags: list[str] = test.details["tags"]
    stated = [tag.removeprefix("severity:") for tag in tags if tag.startswith("severity:")]
    derived = [severity for tag, severity in _SEVERITY_BY_TAG.items() if tag in tags]
    return next(iter([*stated, *derived]), "low")


def verdicts_by_measurement(tests: Sequence[SuiteTestResult]) -> dict[str, list[VerdictOfRun]]:
    """Return the verdicts of all tests."""
    verdicts: dict[str, list[VerdictOfRun]] = defaultdict(list)
    for test in tests:
        for name, of_it in test.details["verdicts"].items():
            verdicts[name] += [VerdictOfRun(**verdict, test=LinkedTest.to(test)) for verdict in of_it]
    return dict(verdicts)


def faults_of_run(tests: Sequence[SuiteTestResult]) -> list[FaultOfRun]:
    """Return each fault with all tests that injected it."""
    injected: dict[tuple[str, str], list[tuple[SuiteTestResult, int | None]]] = defaultdict(list)
    for test in tests:
        for fault in test.details["faults"]:
            injected[fault["failure"], fault["fault"]].append((test, fault["hits"]))
    return [_fault(*names, by_test) for names, by_test in sorted(injected.items())]


def _fault(failure: str, fault: str, by_test: Sequence[tuple[SuiteTestResult, int | None]]) -> FaultOfRun:
    hits = [number for _, number in by_test if number is not None]
    tests = {test.details["id"]: test for test, _ in by_test}.values()
    return FaultOfRun(
        failure=failure,
        fault=fault,
        hits=sum(hits) if hits else None,
        tests=[LinkedTest.to(test) for test in tests],
        passed=sum(test.status == "passed" for test in tests),
    )
