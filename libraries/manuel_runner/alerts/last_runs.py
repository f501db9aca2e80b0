"""How the latest run of each selection of tests ended in each environment, and when."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from manuel_runner.json_file import write_json
from manuel_stack.errors import ResultsFolderError

FILE = "last_runs.json"


@dataclass(frozen=True)
class LastRun:
    """The latest run of a selection of tests in an environment.

    Attributes:
        environment: The environment that was tested.
        selection: Which tests were to run.
        passed: Whether nothing was wrong.
        ended_at: When it ended.
    """

    environment: str
    selection: str
    passed: bool
    ended_at: datetime

    @classmethod
    def from_json(cls, fields: dict[str, object]) -> Self:
        """Return the run that `to_json` returned.

        Raises:
            ValueError: It is not one.
        """
        return cls(
            str(fields["environment"]),
            str(fields["selection"]),
            fields["passed"] is True,
            datetime.fromisoformat(str(fields["ended_at"])),
        )

    def to_json(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {**asdict(self), "ended_at": self.ended_at.isoformat()}

    def is_later_run_of(self, other: "LastRun") -> bool:
        """Return whether it is of the same tests in the same environment."""
        return (self.environment, self.selection) == (other.environment, other.selection)


def read_last_runs(directory: Path) -> list[LastRun]:
    """Return the latest runs that are known in a results folder.

    Raises:
        ResultsFolderError: The file is broken.
    """
    path = directory / FILE
    if not path.exists():
        return []
    try:
        return [LastRun.from_json(fields) for fields in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError):
        raise ResultsFolderError(f"{path} is broken: delete it; the next run begins a new one") from None


def remember(run: LastRun, directory: Path) -> LastRun | None:
    """Replace the run before by this one, and return it; None if there was none."""
    known = read_last_runs(directory)
    before = next((other for other in known if run.is_later_run_of(other)), None)
    others = [other for other in known if other != before]
    write_json(directory / FILE, [each.to_json() for each in (*others, run)])
    return before
