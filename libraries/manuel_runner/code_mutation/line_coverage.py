"""Which tests execute which lines of the backend."""

import functools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from manuel_runner.json_file import write_json

NO_TEST = ""
"""The name under which lines are recorded that are executed before the first test or after the last."""


@dataclass(frozen=True)
class LineCoverage:
    """The tests that execute each line.

    Attributes:
        lines: The tests by the number of the line, by file.
        seconds: How long each test takes.
        versions: A digest of the file that contains each test.
        failed: The tests that failed while lines were recorded, which slows the backend down.
    """

    lines: Mapping[Path, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    failed: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def read(cls, file: Path, sources: str) -> Self | None:
        """Read what `write` has written; None if there is no such file, or one of other sources.

        Args:
            file: The file.
            sources: The digest of the sources.
        """
        if not file.is_file():
            return None
        document = json.loads(file.read_text(encoding="utf-8"))
        if document["sources"] != sources:
            return None
        names = [NO_TEST, *document["seconds"]]
        lines = {
            Path(path): {
                int(line): frozenset(names[number] for number in numbers) for line, numbers in tests.items()
            }
            for path, tests in document["lines"].items()
        }
        return cls(lines, document["seconds"], document["versions"], frozenset(document["failed"]))

    def write(self, file: Path, sources: str) -> None:
        """Write everything as JSON; of each line, the numbers of its tests."""
        write_json(file, {"sources": sources, **self._as_json()})

    def only(self, tests: frozenset[str]) -> Self:
        """Return what these tests execute, and what is executed outside tests."""
        return type(self)(
            {
                path: {line: executed_by & {NO_TEST, *tests} for line, executed_by in lines.items()}
                for path, lines in self.lines.items()
            },
            {test: seconds for test, seconds in self.seconds.items() if test in tests},
            {test: version for test, version in self.versions.items() if test in tests},
            self.failed & tests,
        )

    def __or__(self, other: Self) -> Self:
        """Return what this one's tests and those of the other one execute."""
        return type(self)(
            {
                path: {
                    line: self.tests_of(path, [line]) | other.tests_of(path, [line])
                    for line in self.lines.get(path, {}).keys() | other.lines.get(path, {}).keys()
                }
                for path in self.lines.keys() | other.lines.keys()
            },
            {**self.seconds, **other.seconds},
            {**self.versions, **other.versions},
            self.failed | other.failed,
        )

    def tests_of(self, file: Path, lines: Iterable[int]) -> frozenset[str]:
        """Return the tests that execute any of these lines of a file, and `NO_TEST` if one was executed outside tests."""
        tests = self.lines.get(file, {})
        return frozenset().union(*(tests.get(line, ()) for line in lines))

    def tests_of_file(self, file: Path) -> frozenset[str]:
        """Return the tests that execute any line of a file."""
        return self.tests_of(file, self.lines.get(file, ())) - {NO_TEST}

    def focus(self, file: Path) -> Mapping[str, float]:
        """How much of what each test executes is in a file, where a line counts more the fewer tests execute it."""
        within, everywhere = _weights({file: self.lines.get(file, {})}), self._weights
        return {test: weight / everywhere[test] for test, weight in within.items()}

    @functools.cached_property
    def _weights(self) -> Mapping[str, float]:
        return _weights(self.lines)

    def _as_json(self) -> dict[str, Any]:
        numbers = {test: number for number, test in enumerate([NO_TEST, *self.seconds])}
        return {
            "seconds": dict(self.seconds),
            "versions": dict(self.versions),
            "failed": sorted(self.failed),
            "lines": {
                str(path): {
                    str(line): sorted(numbers[test] for test in tests) for line, tests in lines.items()
                }
                for path, lines in self.lines.items()
            },
        }


def _weights(lines: Mapping[Path, Mapping[int, frozenset[str]]]) -> Mapping[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for executed in lines.values():
        for tests in executed.values():
            for test in tests:
                weights[test] += 1 / len(tests)
    return weights
