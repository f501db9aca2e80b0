"""The tests of a run, found before anything is started, and how long they will take."""

import hashlib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from robot import running
from robot.errors import DataError

from manuel_runner.running.balance import balanced
from manuel_runner.running.conditions import ends_of_names, require_each_met
from manuel_runner.running.durations import Durations, merged, read_durations
from manuel_runner.selection import Selection, Shard
from manuel_runner.shards import shard_label
from manuel_runner.test_source import category_of, place_of
from ManuelEnvironment.errors import ConfigurationError

ROOT = "Manuel"
"""The name of the outermost suite."""
USUAL_SECONDS = 1.0
"""How long a test is taken to last if nothing is known of any."""

SECONDS_FOR_A_PROCESS = 4.0
"""How many seconds of tests are worth a process of their own, which has to start itself and a local stack."""


@dataclass(frozen=True)
class PlannedTest:
    """A test of a run.

    Attributes:
        name: Its full name, which begins with that of the outermost suite.
        suite: The full name of its suite.
        seconds: How long it is expected to take.
    """

    name: str
    suite: str
    seconds: float

    @property
    def short_name(self) -> str:
        """Its full name without that of the outermost suite."""
        return self.name.removeprefix(f"{ROOT}.")


@dataclass(frozen=True)
class RunPlan:
    """The tests of a run.

    Attributes:
        tests: The tests, in the order of the suites.
        is_narrow: Whether their suites have tests that are not to run and that no tag excludes.
        shard_label: Which part of which plan they are; empty if they are all.
    """

    tests: Sequence[PlannedTest]
    is_narrow: bool = False
    shard_label: str = ""

    @classmethod
    def of(cls, selection: Selection, durations: Durations) -> Self:
        """Read the suites and choose the tests, of all shards.

        Raises:
            ConfigurationError: No test meets the conditions, or a file is not a suite.
        """
        chosen = _of_categories(_selected(selection), selection.categories)
        known = [_known_seconds(test, durations) for test in chosen]
        usual = _mean([seconds for seconds in known if seconds is not None])
        tests = [
            PlannedTest(
                str(test.full_name), str(test.parent.full_name), usual if seconds is None else seconds
            )
            for test, seconds in zip(chosen, known, strict=True)
        ]
        return cls(tests, is_narrow=selection.is_narrow)

    @property
    def seconds_by_test(self) -> dict[str, float]:
        """How long each test is expected to take, by its full name."""
        return {test.name: test.seconds for test in self.tests}

    @property
    def suites(self) -> dict[str, float]:
        """The full names of the suites, and how long each is expected to take."""
        suites: dict[str, float] = {}
        for test in self.tests:
            suites[test.suite] = suites.get(test.suite, 0.0) + test.seconds
        return suites

    @property
    def processes_worth_starting(self) -> int:
        """How many processes have enough to do."""
        return max(1, int(sum(test.seconds for test in self.tests) / SECONDS_FOR_A_PROCESS))

    def shard(self, shard: Shard) -> Self:
        """Return the part of this plan that is one machine's. All parts together are the plan.

        Raises:
            ConfigurationError: There are more shards than suites, so that this one has nothing to do.
        """
        shares = balanced(self.suites, shard.count)
        if shard.number > len(shares):
            raise ConfigurationError(
                f"--shard {shard} has nothing to do: a suite is not divided, so these tests make {len(shares)} at most"
            )
        mine = set(shares[shard.number - 1])
        part = [test for test in self.tests if test.suite in mine]
        return type(self)(
            part, is_narrow=True, shard_label=shard_label(shard.number, shard.count, self._digest())
        )

    def only(self, names: Container[str]) -> Self:
        """Return the part of this plan that has these tests, by their full names."""
        return type(self)([test for test in self.tests if test.name in names], is_narrow=True)

    def _digest(self) -> str:
        """Return what two plans have in common only if they have the same tests in the same shards."""
        content = "\n".join(f"{test.name} {test.seconds!r}" for test in self.tests)
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def planned(selection: Selection, last_results: Path) -> RunPlan:
    """Return the tests to run on this machine.

    Shards are made by the durations that all machines know. Otherwise those of the last run of the same tests count first.

    Raises:
        ConfigurationError: No test is selected.
    """
    if selection.shard is not None:
        return RunPlan.of(selection, read_durations()).shard(selection.shard)
    return RunPlan.of(selection, merged(read_durations(), read_durations(last_results)))


def _selected(selection: Selection) -> list[running.TestCase]:
    try:
        root = running.TestSuite.from_file_system(*selection.paths)
    except DataError as error:
        raise ConfigurationError(str(error)) from None
    root.name = ROOT
    require_each_met(root, selection)
    root.filter(
        ends_of_names(selection.suites) or None,
        ends_of_names(selection.tests) or None,
        selection.include or None,
        selection.exclude or None,
    )
    if not root.has_tests:
        raise ConfigurationError(
            f"no test is selected by {selection.describe()}; `manuel-tests run --list` prints the names of all"
        )
    return list(root.all_tests)


def _of_categories(tests: Sequence[running.TestCase], categories: Sequence[str]) -> list[running.TestCase]:
    known = {category_of(test.source) for test in tests}
    for category in categories:
        if category not in known:
            raise ConfigurationError(
                f"no test of category {category!r} is selected, but of {', '.join(sorted(known))}"
            )
    return [test for test in tests if not categories or category_of(test.source) in categories]


def _known_seconds(test: running.TestCase, durations: Durations) -> float | None:
    return durations.get(place_of(test.source) or "", {}).get(test.name)


def _mean(seconds: Sequence[float]) -> float:
    return sum(seconds) / len(seconds) if seconds else USUAL_SECONDS
