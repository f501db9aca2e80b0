"""`suites/durations.json` knows how long the tests of `suites/` take, so that processes and shards have equal shares of a run."""

from pathlib import Path

from robot import running

from manuel_runner.running.durations import DURATIONS, read_durations
from manuel_runner.selection import SUITES
from manuel_runner.test_source import place_of

KNOWN_AT_LEAST = 0.9
"""Which part of the tests has to be known. A new test is taken for one of the usual length until somebody stores its duration."""


def names_in_suites() -> set[tuple[str, str]]:
    tests = running.TestSuite.from_file_system(SUITES).all_tests
    return {(str(place_of(Path(str(test.source)))), test.name) for test in tests}


def known_names() -> set[tuple[str, str]]:
    return {(place, name) for place, tests in read_durations().items() for name in tests}


def test_durations_are_those_of_tests_that_exist() -> None:
    gone = sorted(known_names() - names_in_suites())
    assert gone == [], f"remove or rename these in {DURATIONS.name}"


def test_nearly_all_durations_are_known() -> None:
    tests = names_in_suites()
    known = len(tests & known_names()) / len(tests)
    assert known >= KNOWN_AT_LEAST, "update them with `manuel-tests run --store-durations`"
