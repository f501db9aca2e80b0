"""The functions of the backend that seeded defects replace, and the test that notices each."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from manuel_runner.code_mutation.replaced_modules import modules_of
from manuel_runner.detection.catalogue import DEFECTS, read_changes
from manuel_runner.detection.patched_members import patched_members


class BrokenFunction(NamedTuple):
    """A function that a defect replaces.

    Attributes:
        path: The file of the function.
        name: Its name.
        noticed_by: The name of the test that notices the defect.
    """

    path: Path
    name: str
    noticed_by: str


def broken_functions(packages: Sequence[Path], defects: Path = DEFECTS) -> Iterator[BrokenFunction]:
    """Yield what the defects of a folder replace in these packages."""
    modules = modules_of(packages)
    for defect in read_changes([defects]):
        for member in patched_members(defect.path):
            owner, _, name = member.rpartition(".")
            path = _file_of(owner, modules)
            if path and defect.noticed_by:
                yield BrokenFunction(path, name, defect.noticed_by)


def _file_of(owner: str, modules: Mapping[str, Path]) -> Path | None:
    """Return the file of a module or of a class in it."""
    return modules.get(owner) or modules.get(owner.rpartition(".")[0])
