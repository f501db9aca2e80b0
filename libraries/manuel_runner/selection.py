"""Which tests a run was to run. Its results say so, since only runs of the same tests can be compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY

SELECTION_METADATA = "Selection"
"""The metadata of a run's top suite that says what `Selection.describe` returned."""
SHARD_OPTION = "--shard"
BETWEEN_RUNS = " + "
"""What stands between the descriptions of runs that were merged."""
SUITES = REPOSITORY / "suites"
_SHARD = re.compile(rf" {SHARD_OPTION} (\d+/\d+)")


@dataclass(frozen=True)
class Shard:
    """One of several parts into which a run is split, each for a machine of its own; they are counted from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


@dataclass(frozen=True)
class Selection:
    """The tests to run: those that meet all conditions.

    Attributes:
        paths: Absolute paths of the files and folders that have them.
        categories: Names of folders of `suites/`; all if there is none, and likewise below.
        suites: Names of suites, or patterns for them.
        tests: Names of tests, or patterns for them.
        include: Tags, or patterns for them, of which a test needs one.
        exclude: Tags, or patterns for them, of which it may have none.
        shard: The part of these tests to run; all of them if it is None.
    """

    paths: Sequence[Path] = (SUITES,)
    categories: Sequence[str] = ()
    suites: Sequence[str] = ()
    tests: Sequence[str] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    shard: Shard | None = field(default=None)

    def is_everything(self) -> bool:
        """Return whether all tests are selected."""
        return self == Selection()

    @property
    def is_narrow(self) -> bool:
        """Whether it takes more than tags to select the tests from their paths."""
        return bool(self.categories or self.suites or self.tests)

    def tag_options(self) -> list[str]:
        """Return the options of robot that select by tags."""
        return _options("include", self.include) + _options("exclude", self.exclude)

    def describe(self) -> str:
        """Return the selection as on the command line, but the same for every clone.

        Example:
            >>> Selection(paths=(SUITES / "api",), include=("smoke",)).describe()
            '--include smoke suites/api'
        """
        names = (("category", self.categories), ("suite", self.suites), ("test", self.tests))
        named = [part for name, values in names for part in _options(name, values)]
        chosen = [_without_the_clone(path) for path in self.paths if path != SUITES]
        whole = " ".join([*self.tag_options(), *named, *chosen]) or "all tests"
        return whole if self.shard is None else f"{whole} {SHARD_OPTION} {self.shard}"


def without_shard(description: str) -> str:
    """Return the description of all shards together.

    Example:
        >>> without_shard("--include smoke --shard 1/3")
        '--include smoke'
    """
    return description.partition(f" {SHARD_OPTION} ")[0]


def shards_in(description: str) -> list[str]:
    """Return the shards that results say they are of. Those of all shards together name none.

    Example:
        >>> shards_in("all tests --shard 1/3 + all tests --shard 3/3")
        ['1/3', '3/3']
    """
    return _SHARD.findall(description)


def whole_run_of(description: str) -> str:
    """Return the description of the results that some shards are of, as it is once they are complete.

    Example:
        >>> whole_run_of("--include api --shard 1/3 + --include api --shard 3/3 + --include load")
        '--include api + --include load'
    """
    return BETWEEN_RUNS.join(dict.fromkeys(map(without_shard, description.split(BETWEEN_RUNS))))


def _options(name: str, values: Sequence[str]) -> list[str]:
    return [part for value in values for part in (f"--{name}", value)]


def _without_the_clone(path: Path) -> str:
    return str(path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path)
