"""The measurements of a run, merged over its processes."""

from datetime import datetime, timedelta
from pathlib import Path

from load_engine.store import load_all, merge_by_name
from manuel_runner.results.model import RunIdentity

_ROUNDING = timedelta(seconds=1)


def figures_of(run: RunIdentity, directory: Path) -> dict[str, dict[str, float]]:
    """Return the figures by measurement, computed from the merged counts of all processes. Files of other runs are ignored.

    Args:
        run: The run.
        directory: Its output directory.
    """
    begin = datetime.fromisoformat(run.started_at).astimezone()
    end = begin + timedelta(milliseconds=run.elapsed_ms)
    of_this_run = [
        stored for stored in load_all(directory) if begin - _ROUNDING <= stored.measured_at <= end + _ROUNDING
    ]
    return {name: measured.figures() for name, measured in merge_by_name(of_this_run).items()}
