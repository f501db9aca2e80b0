"""Which tests execute which lines of the backend."""

import functools
import json
from collections import Counter
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
        failed: The tests that failed while lines were recorded, which slows the backend down.
    """

    lines: Mapping[Path, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]
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
        return cls(lines, document["seconds"], frozenset(document["failed"]))

    def write(self, file: Path, sources: str) -> None:
        """Write everything as JSON; of each line, the numbers of its tests."""
        write_json(file, {"sources": sources, **self._as_json()})

    def tests_of(self, file: Path, lines: Iterable[int]) -> frozenset[str]:
        """Return the tests that execute any of these lines of a file, and `NO_TEST` if one was executed outside tests."""
        tests = self.lines.get(file, {})
        return frozenset().union(*(tests.get(line, ()) for line in lines))

    def tests_of_file(self, file: Path) -> frozenset[str]:
        """Return the tests that execute any line of a file."""
        return self.tests_of(file, self.lines.get(file, ())) - {NO_TEST}

    @functools.cached_property
    def breadth(self) -> Mapping[str, int]:
        """How many lines each test executes."""
        return Counter(test for lines in self.lines.values() for tests in lines.values() for test in tests)

    def _as_json(self) -> dict[str, Any]:
        numbers = {test: number for number, test in enumerate([NO_TEST, *self.seconds])}
        return {
            "seconds": dict(self.seconds),
            "failed": sorted(self.failed),
            "lines": {
                str(path): {
                    str(line): sorted(numbers[test] for test in tests) for line, tests in lines.items()
                }
                for path, lines in self.lines.items()
            },
        }
