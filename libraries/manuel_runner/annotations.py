"""The failed tests of a run as annotations, which GitHub shows next to the lines of the tests."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from robot.result import TestCase

from cause_register import KnownCause
from cause_register.report import CAUSE_METADATA
from manuel_runner.test_source import place_of
from ManuelEnvironment.errors import ConfigurationError


def print_annotations(output: Path) -> int:
    """Print a workflow command of GitHub for each failed test of an output.

    Raises:
        ConfigurationError: The output is missing or broken.
    """
    for line in annotations(output):
        print(line)
    return 0


def annotations(output: Path) -> Iterator[str]:
    """Yield the annotation of each failed test; that of a cause is at the test that met it first.

    Raises:
        ConfigurationError: The output is missing or broken.
    """
    from robot.api import ExecutionResult
    from robot.errors import DataError

    from manuel_runner.results.run_identity import tests_of

    try:
        suite = ExecutionResult(str(output), include_keywords=False).suite
    except DataError as error:
        raise ConfigurationError(f"{output} cannot be read: {error}") from None
    tests = {test.full_name: test for test in tests_of(suite)}
    for test in tests.values():
        if test.failed:
            yield _annotation(test, _met_by(test, tests))


def _met_by(test: TestCase, tests: Mapping[str, TestCase]) -> TestCase:
    """Return the test of a file that shows a failure: the one that met a cause first, or the failed test itself."""
    cause = test.metadata.get(CAUSE_METADATA)
    return tests.get(KnownCause.from_json(cause).test, test) if cause else test


def _annotation(failed: TestCase, shown_at: TestCase) -> str:
    """Return a workflow command; "Workflow commands for GitHub Actions" has its form."""
    properties = {"file": place_of(shown_at.source), "line": shown_at.lineno, "title": failed.name}
    given = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in properties.items() if value)
    return f"::error {given}::{_escaped(failed.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
