"""The measurements of a run, merged over its processes."""

from datetime import datetime, timedelta
from pathlib import Path

from load_engine.store import Measured, load_all, merge_by_name
from manuel_runner.results.model import RunIdentity

_ROUNDING = timedelta(seconds=1)


def measured_in(run: RunIdentity, directory: Path) -> dict[str, Measured]:
    """Return the measurements by name, merged from the counts of all processes. Files of other runs are ignored.

    Args:
        run: The run.
        directory: Its output directory.
    """
    begin = datetime.fromisoformat(run.started_at).astimezone()
    end = begin + timedelta(milliseconds=run.elapsed_ms)
    return merge_by_name(
        stored for stored in load_all(directory) if begin - _ROUNDING <= stored.measured_at <= end + _ROUNDING
    )
