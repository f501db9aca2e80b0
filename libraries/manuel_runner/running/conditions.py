"""Conditions of a selection; misspelt ones are refused."""

from collections.abc import Iterable, Iterator, Sequence

from robot import running
from robot.model import TagPatterns
from robot.utils import MultiMatcher

from field_comparison.suggestions import did_you_mean, nearest_names
from manuel_runner.selection import Selection
from ManuelEnvironment.errors import ConfigurationError


def require_each_met(root: running.TestSuite, selection: Selection) -> None:
    """Require that each name and each tag of a selection is one of these tests, or means some of them.

    A tag to exclude may be of none, unless it looks like a misspelt one: who excludes `load` in a suite without load is right.

    Raises:
        ConfigurationError: A name or a tag means no test.
    """
    tests = list(root.all_tests)
    tags = sorted({tag for test in tests for tag in test.tags})
    suites = {name for test in tests for suite in _suites_of(test) for name in _names_of(suite, root)}
    names = {name for test in tests for name in _names_of(test, root)}
    for option, known, given in (("--suite", suites, selection.suites), ("--test", names, selection.tests)):
        for name in given:
            if not MultiMatcher(ends_of_names([name]), ignore="_").match_any(known):
                raise _unmet(option, name, known)
    for tag in selection.include:
        if not _is_tag_of_some(tag, tests):
            raise _unmet("--include", tag, tags)
    for tag in selection.exclude:
        if not _is_tag_of_some(tag, tests) and nearest_names(tag, tags):
            raise _unmet("--exclude", tag, tags)


def ends_of_names(names: Sequence[str]) -> list[str]:
    """Return patterns for full names that end with these."""
    return [pattern for name in names for pattern in (name, f"*.{name}")]


def _suites_of(test: running.TestCase) -> Iterator[running.TestSuite]:
    suite = test.parent
    while suite is not None:
        yield suite
        suite = suite.parent


def _names_of(part: running.TestSuite | running.TestCase, root: running.TestSuite) -> tuple[str, str, str]:
    """Return the name of a suite or test, and its full name with and without that of the outermost suite."""
    return part.name, part.full_name.removeprefix(f"{root.name}."), part.full_name


def _is_tag_of_some(pattern: str, tests: Iterable[running.TestCase]) -> bool:
    patterns = TagPatterns([pattern])
    return any(patterns.match(test.tags) for test in tests)


def _unmet(option: str, given: str, known: Iterable[str]) -> ConfigurationError:
    hint = did_you_mean(given, known) or " `manuel-tests run --list` prints the names of all."
    return ConfigurationError(f"no test is selected by {option} {given!r}.{hint}")
