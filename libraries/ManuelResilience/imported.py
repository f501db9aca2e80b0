"""The other libraries of the running suite."""

from typing import Any


def imported(name: str) -> Any:
    """The instance of a library that the running suite has imported.

    Raises:
        RuntimeError: It has not; the message says what to import.
    """
    library = find_imported(name)
    if library is None:
        raise RuntimeError(
            f"This needs the library {name}: import resources/failures.resource, which imports all that failures need."
        )
    return library


def find_imported(name: str) -> Any:
    """As `imported`, but None where the suite has not imported it."""
    from robot.libraries.BuiltIn import BuiltIn

    libraries: Any = BuiltIn().get_library_instance(all=True)
    return libraries.get(name)
