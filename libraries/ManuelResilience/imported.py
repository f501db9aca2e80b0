"""The other libraries of the running suite."""

from typing import Any


def imported(name: str) -> Any:
    """Return the instance of a library that the running suite has imported.

    Raises:
        RuntimeError: The suite has not imported it; the message says what to import.
    """
    library = find_imported(name)
    if library is None:
        raise RuntimeError(
            f"This keyword needs the library {name}: import resources/failures.resource, which imports it."
        )
    return library


def find_imported(name: str) -> Any:
    """Return the instance of a library, or None if the running suite has not imported it."""
    from robot.libraries.BuiltIn import BuiltIn

    libraries: Any = BuiltIn().get_library_instance(all=True)
    return libraries.get(name)
