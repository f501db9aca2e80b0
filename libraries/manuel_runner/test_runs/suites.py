"""The suites, parsed once, and their tests by name and category."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from robot import running

from manuel_runner.selection import SUITES
from ManuelEnvironment.errors import ConfigurationError


@dataclass(frozen=True)
class SuiteTest:
    """One test of the suites.

    Attributes:
        name: Its full name without the root suite, such as `Api.Health.Service Is Healthy`.
        category: The folder of `suites/` that contains it.
        file: The file that contains it.
        tags: Its tags.
    """

    name: str
    category: str
    file: Path
    tags: frozenset[str]

    def is_called(self, name: str) -> bool:
        """Tell whether this is the test's name, or the end of its full name after a dot. Case does not matter."""
        return f".{self.name}".casefold().endswith(f".{name}".casefold())


class Suites:
    """All tests, in a form that can be run any number of times.

    Args:
        root: The suites as parsed by Robot Framework.
        folder: The folder they were parsed from.
    """

    def __init__(self, root: running.TestSuite, folder: Path = SUITES) -> None:
        self._root = root
        self.tests: tuple[SuiteTest, ...] = tuple(
            SuiteTest(
                _name(root, test), _category(folder, test.source), Path(test.source), frozenset(test.tags)
            )
            for test in root.all_tests
        )

    @classmethod
    def load(cls, folder: Path = SUITES) -> Self:
        """Parse the suites of a folder.

        Raises:
            ConfigurationError: The folder contains no test.
        """
        root = running.TestSuite.from_file_system(folder)
        if not root.test_count:
            raise ConfigurationError(f"{folder} contains no test")
        return cls(root, folder)

    def called(self, name: str) -> frozenset[str]:
        """Return the full names of the tests with this name; several if suites have tests of the same name."""
        return frozenset(test.name for test in self.tests if test.is_called(name))

    def of_category(self, category: str) -> frozenset[str]:
        """Return the full names of a category's tests."""
        return frozenset(test.name for test in self.tests if test.category == category)

    def tagged(self, tag: str) -> frozenset[str]:
        """Return the full names of the tests with a tag."""
        return frozenset(test.name for test in self.tests if tag in test.tags)

    def names(self) -> frozenset[str]:
        """Return the full names of all tests."""
        return frozenset(test.name for test in self.tests)

    def only(self, names: Iterable[str]) -> running.TestSuite:
        """Return a copy of the suites with only these tests."""
        chosen = set(names)
        return self._copy(self._root, chosen)

    def shard(self, names: Iterable[str], shards: int) -> list[frozenset[str]]:
        """Split tests into shards of about equal size, without separating the tests of a file."""
        chosen = set(names)
        by_file: dict[Path, set[str]] = {}
        for test in self.tests:
            if test.name in chosen:
                by_file.setdefault(test.file, set()).add(test.name)
        filled: list[set[str]] = [set() for _ in range(shards)]
        for tests in sorted(by_file.values(), key=len, reverse=True):
            min(filled, key=len).update(tests)
        return [frozenset(shard) for shard in filled if shard]

    def _copy(self, suite: running.TestSuite, names: set[str]) -> running.TestSuite:
        """Copy what is chosen, and share what tests consist of, which no run changes."""
        copies = [self._copy(child, names) for child in suite.suites]
        return suite.copy(
            suites=[copy for copy in copies if copy.suites or copy.tests],
            tests=[test.copy() for test in suite.tests if _name(self._root, test) in names],
        )


def _name(root: running.TestSuite, test: running.TestCase) -> str:
    return str(test.full_name).removeprefix(f"{root.name}.")


def _category(folder: Path, source: Path) -> str:
    below: Sequence[str] = Path(source).relative_to(folder).parts
    return below[0] if len(below) > 1 else ""
