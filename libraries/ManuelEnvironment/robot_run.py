"""The Robot Framework run that this process is part of."""

import functools
from pathlib import Path
from typing import Any


def is_under_pabot() -> bool:
    """Return whether pabot has started this process; False outside a run."""
    from robot.libraries.BuiltIn import BuiltIn

    return bool(BuiltIn().robot_running) and _has_variable_of_pabot()


def output_directory() -> Path | None:
    """Return the folder to which this run writes its results; None outside a run."""
    directory = variable("OUTPUT DIR")
    return Path(directory) if directory else None


def output_file() -> Path | None:
    """Return the file to which this run writes its results; None outside a run, or if it writes none."""
    path = variable("OUTPUT FILE")
    return Path(path) if path and path != "NONE" else None


@functools.cache
def _has_variable_of_pabot() -> bool:
    """Return whether this process has a variable of pabot's, which it has in each run or in none.

    It is remembered, because Robot Framework searches for similar names whenever a variable does not exist.
    """
    return variable("PABOTQUEUEINDEX") is not None


def variable(name: str) -> Any:
    """Return the value of a variable; None if it has none, and outside a run."""
    from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

    try:
        return BuiltIn().get_variable_value(f"${{{name}}}")
    except RobotNotRunningError:
        return None
