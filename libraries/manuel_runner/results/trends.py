"""Which figures changed their level over the runs, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from load_engine.statistics.change_points import change_points
from manuel_runner.results.history import Entry

SMALLEST_EFFECT = 0.05
_MORE_IS_BETTER = ("success_rate", "throughput_per_s", "connection_reuse", "speedup")
_FOLLOWED = (
    "success_rate",
    "p50_duration_ms",
    "p95_duration_ms",
    "p50_ms",
    "p95_ms",
    "p99_ms",
    *_MORE_IS_BETTER[1:],
)


@dataclass(frozen=True)
class Trend:
    """One figure over the runs of one selection of tests, in one environment on one machine.

    Attributes:
        series: Its name.
        values: The values, oldest first.
        run_ids: The runs that they come from.
        changed_at: The first run at the present level; None if the level never changed.
        before: The median before that run; None if the level never changed.
        now: The median of the present level.
    """

    series: str
    values: tuple[float, ...]
    run_ids: tuple[str, ...]
    changed_at: str | None
    before: float | None
    now: float

    @property
    def change(self) -> float:
        """The relative change of the level, such as 0.2 for 20 % more; 0 if it never changed."""
        if self.before is None:
            return 0.0
        return self.now / self.before - 1 if self.before else float("inf")

    @property
    def direction(self) -> Literal["stable", "better", "worse"]:
        """Whether the level changed by 5 % or more, and whether for the better."""
        if abs(self.change) < SMALLEST_EFFECT:
            return "stable"
        return "better" if (self.change > 0) == self.series.endswith(_MORE_IS_BETTER) else "worse"


@dataclass(frozen=True)
class ComparableRuns:
    """The runs of one selection of tests in one environment, whose outcomes can be compared.

    Attributes:
        selection: Which tests were to run.
        environment: The environment that was tested.
        entries: The runs, oldest first, on whatever machine.
    """

    selection: str
    environment: str
    entries: tuple[Entry, ...]

    @property
    def trends(self) -> list[Trend]:
        """The trends of all figures, over the runs on the machine of the latest one: figures of others cannot be compared."""
        machine = self.entries[-1].machine
        return _trends([entry for entry in reversed(self.entries) if entry.machine == machine])


def comparable_runs(history: Sequence[Entry]) -> list[ComparableRuns]:
    """Return the runs by selection and environment; that of the latest run comes first, that of the oldest one last.

    Args:
        history: The runs, oldest first.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in reversed(history):
        groups.setdefault((entry.selection, entry.environment), []).append(entry)
    return [ComparableRuns(*names, tuple(reversed(entries))) for names, entries in groups.items()]


def _trends(latest_first: Sequence[Entry]) -> list[Trend]:
    """Return the trends of all figures that any of these runs has: one that was cut short may lack some."""
    names = dict.fromkeys(name for entry in latest_first for name in entry.series)
    oldest_first = latest_first[::-1]
    return [_trend(name, oldest_first) for name in names if name.endswith(_FOLLOWED)]


def _trend(name: str, entries: Sequence[Entry]) -> Trend:
    with_it = [entry for entry in entries if name in entry.series]
    values = [entry.series[name] for entry in with_it]
    levels = [0, *change_points(values), len(values)]
    changed = len(levels) > 2  # noqa: PLR2004 - more than start and end
    return Trend(
        series=name,
        values=tuple(values),
        run_ids=tuple(entry.run_id for entry in with_it),
        changed_at=with_it[levels[-2]].run_id if changed else None,
        before=median(values[levels[-3] : levels[-2]]) if changed else None,
        now=median(values[levels[-2] :]),
    )
