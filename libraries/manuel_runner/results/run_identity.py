"""What identifies a run: when, where, which tests, in which order, with which versions."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from robot.errors import DataError
from robot.result import Result, TestCase, TestSuite

from manuel_runner.results.commit import commit_of_tests
from manuel_runner.results.model import RunIdentity
from manuel_runner.selection import SELECTION_METADATA
from manuel_runner.test_source import category_of
from ManuelEnvironment.run_metadata import (
    API_VERSIONS_METADATA,
    ENVIRONMENT_METADATA,
    VERSIONS_METADATA,
    parse_versions,
)

RANDOMIZED_METADATA = "Randomized"
_SEED = re.compile(r"\(seed (?P<seed>\d+)\)")


def identity_of_run(result: Result, output: Path, environment: str) -> RunIdentity:
    """Return what identifies a run.

    Raises:
        robot.errors.DataError: The output does not say when the run began.
    """
    suite = result.suite
    started = suite.start_time or min(
        (test.start_time for test in tests_of(suite) if test.start_time), default=result.generation_time
    )
    if started is None:
        raise DataError(
            f"{output} does not contain the start of the run: was it written by robot, pabot or rebot?"
        )
    fingerprint = hashlib.sha256("\n".join(_run_identity(suite)).encode()).hexdigest()[:8]
    return RunIdentity(
        id=f"{started:%Y%m%dT%H%M%S}-{fingerprint}",
        environment=environment,
        started_at=started.isoformat(timespec="milliseconds"),
        elapsed_ms=round(suite.elapsed_time.total_seconds() * 1000),
        selection=suite.metadata.get(SELECTION_METADATA) or _described(suite),
        seed=_seed(suite),
        commit=commit_of_tests(),
        versions=_versions(suite),
    )


def _seed(suite: TestSuite) -> int | None:
    """Return the seed of `--randomize`."""
    matches = map(_SEED.search, _metadata(suite, RANDOMIZED_METADATA))
    return next((int(match["seed"]) for match in matches if match), None)


def _versions(suite: TestSuite) -> dict[str, str]:
    versions = {
        name: number
        for text in _metadata(suite, VERSIONS_METADATA)
        for name, number in parse_versions(text).items()
    }
    api = ", ".join(_metadata(suite, API_VERSIONS_METADATA))
    return {**versions, "API": api} if api else versions


def environments_of(suite: TestSuite) -> list[str]:
    """Return the environments that the suites say they tested."""
    return _metadata(suite, ENVIRONMENT_METADATA)


def _metadata(suite: TestSuite, name: str) -> list[str]:
    """Return the different values that a metadata has in a suite and those below it."""
    values = (each.metadata.get(name) for each in _suites_of(suite))
    return list(dict.fromkeys(filter(None, values)))


def tests_of(suite: TestSuite) -> Iterator[TestCase]:
    """Yield the tests of a suite and of those below it."""
    for each in _suites_of(suite):
        yield from each.tests


def _suites_of(suite: TestSuite) -> Iterator[TestSuite]:
    yield suite
    for child in suite.suites:
        yield from _suites_of(child)


def _described(suite: TestSuite) -> str:
    """Return what is known of the selection of a run that `manuel-tests` has not started."""
    categories = sorted({category_of(test.source) for test in tests_of(suite)})
    return f"{suite.test_count} tests: {', '.join(categories)}"


def _run_identity(suite: TestSuite) -> Iterator[str]:
    """Yield what distinguishes runs, and does not change when rebot rewrites an output."""
    for test in tests_of(suite):
        yield f"{test.full_name} {test.start_time} {test.elapsed_time}"
