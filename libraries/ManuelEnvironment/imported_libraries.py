"""The keyword libraries of the running suite."""

from typing import Any


def find_imported(name: str) -> Any:
    """Return the instance of a library; None if the running suite has not imported it, or none is running."""
    from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

    try:
        libraries: Any = BuiltIn().get_library_instance(all=True)
    except RobotNotRunningError:
        return None
    return libraries.get(name)
