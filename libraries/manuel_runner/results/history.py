"""The history of runs: one line of JSON per run, oldest first."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from manuel_runner.results.model import LinkedTest, Results, SuiteTestResult
from manuel_stack.errors import ResultsFolderError

FORMAT = 1


class HistoryError(ResultsFolderError):
    """The history can't be read; the message names the file and the line."""


@dataclass(frozen=True)
class Entry:
    """What the history stores of one run.

    Attributes:
        run_id: The id of the run.
        environment: The environment that was tested.
        started_at: The time of the start (ISO 8601).
        commit: The commit that was checked out; None outside a repository.
        machine: Operating system, architecture and number of CPUs. Only runs on the same machine are compared.
        series: All figures by name, such as `success_rate`, `test p95_duration_ms` or `GET /health p95_ms`.
        selection: Which tests were to run. Only runs of the same tests are compared; older versions did not record it.
        outcomes: The status of each test other than plain pass; `flaky` if it passed when it was run again. None in runs of older
            versions, which did not record it.
    """

    run_id: str
    environment: str
    started_at: str
    commit: str | None
    machine: str
    series: dict[str, float]
    selection: str = "an unknown selection of tests"
    outcomes: dict[str, str] | None = None

    @classmethod
    def of(cls, results: Results) -> "Entry":
        """Return what is stored of these results."""
        return cls(
            run_id=results.run.id,
            environment=results.run.environment,
            started_at=results.run.started_at,
            commit=results.run.commit,
            machine=machine(),
            series=_series(results),
            selection=results.run.selection,
            outcomes=_outcomes(results.test_results),
        )

    def is_same_run(self, other: "Entry") -> bool:
        """Return whether both are of one run, whose failed tests may have been run again meanwhile."""
        return self.run_id == other.run_id or self._beginning() == other._beginning()

    def _beginning(self) -> tuple[str, ...]:
        return self.started_at, self.environment, self.selection, self.machine


def remember(entry: Entry, history: Path) -> list[Entry]:
    """Add a run to the history, or replace it if the history contains it already.

    Returns:
        The whole history.

    Raises:
        HistoryError: The file exists, but is not a history.
    """
    known = [other for other in read_history(history) if not entry.is_same_run(other)]
    entries = sorted([*known, entry], key=lambda each: each.started_at)
    lines = "".join(json.dumps({"format": FORMAT, **asdict(each)}) + "\n" for each in entries)
    unfinished = history.with_suffix(".tmp")
    unfinished.write_text(lines, encoding="utf-8")
    unfinished.replace(history)
    return entries


def read_history(history: Path) -> list[Entry]:
    """Return the runs of a history file, oldest first; none if the file does not exist.

    Raises:
        HistoryError: The file exists, but is not a history.
    """
    return list(_entries(history)) if history.exists() else []


def _entries(history: Path) -> Iterator[Entry]:
    for number, line in enumerate(history.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield _entry(json.loads(line))
        except (ValueError, TypeError) as error:
            raise HistoryError(
                f"{history}, line {number}: expected a run of history format {FORMAT}, got {line[:60]!r} ({error}). "
                "Move the file away to start a new history."
            ) from None


def _entry(fields: dict[str, Any]) -> Entry:
    if fields.pop("format") != FORMAT:
        raise ValueError("another format")
    return Entry(**fields)


def machine() -> str:
    """Return what makes measurements comparable: operating system, architecture and number of CPUs."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"


def _outcomes(tests: Sequence[SuiteTestResult]) -> dict[str, str]:
    return {
        LinkedTest.to(test).name: "flaky" if test.first_failure is not None else test.status
        for test in tests
        if test.status != "passed" or test.first_failure is not None
    }


def _series(results: Results) -> dict[str, float]:
    durations = {f"test {name}": value for name, value in asdict(results.performance_metrics).items()}
    measured = {
        f"{measurement} {figure}": value
        for measurement, figures in results.measurements.items()
        for figure, value in figures.items()
    }
    series = {"success_rate": results.summary.success_rate, **durations, **measured}
    return {name: value for name, value in series.items() if value is not None}
