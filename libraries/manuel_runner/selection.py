"""Which tests a run was to run. Its results say so, since only runs of the same tests can be compared."""

from collections.abc import Sequence
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY

SELECTION_METADATA = "Selection"
"""The metadata of a run's top suite that says what `describe_selection` returned."""
SUITES = REPOSITORY / "suites"


def describe_selection(tags: Sequence[str], suites: Sequence[Path]) -> str:
    """Return the selection as the command line has it, but the same for every clone.

    Args:
        tags: Options such as `--include smoke`.
        suites: Absolute paths of files and folders.

    Example:
        >>> describe_selection(["--include", "smoke"], [SUITES / "api"])
        '--include smoke suites/api'
    """
    chosen = [_without_the_clone(path) for path in suites if path != SUITES]
    return " ".join([*tags, *chosen]) or "all tests"


def _without_the_clone(path: Path) -> str:
    return str(path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path)
