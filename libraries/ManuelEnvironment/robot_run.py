"""The Robot Framework run that this process is part of."""

from pathlib import Path
from typing import Any


def is_under_pabot() -> bool:
    """Return whether pabot has started this process; False outside a run."""
    return variable("PABOTQUEUEINDEX") is not None


def output_directory() -> Path | None:
    """Return the folder to which this run writes its results; None outside a run."""
    directory = variable("OUTPUT DIR")
    return Path(directory) if directory else None


def output_file() -> Path | None:
    """Return the file to which this run writes its results; None outside a run, or if it writes none."""
    path = variable("OUTPUT FILE")
    return Path(path) if path and path != "NONE" else None


def variable(name: str) -> Any:
    """Return the value of a variable; None if it has none, and outside a run.

    Whether it has one is asked first: for the message about one that has none, Robot Framework looks for similar names among all.
    """
    from robot.libraries.BuiltIn import BuiltIn
    from robot.running.context import EXECUTION_CONTEXTS

    context: Any = EXECUTION_CONTEXTS.current
    if context is None or name not in context.variables:
        return None
    return BuiltIn().get_variable_value(f"${name}")
