"""The other libraries of the running suite."""

from typing import Any

from ManuelEnvironment.imported_libraries import find_imported


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
