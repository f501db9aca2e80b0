"""The files that change the backend: defects, which tests must catch, and benign variants, on which no test may fail."""

import ast
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

DEFECTS = REPOSITORY / "tests" / "defects"
VARIANTS = REPOSITORY / "tests" / "variants"
DECLARATIONS = ("NOTICED_BY", "MENTIONS", "CHOICES", "KIND")


@dataclass(frozen=True)
class BackendChange:
    """One file with an `apply()` that changes the backend, and what it declares.

    Attributes:
        name: The file's name without its suffix.
        path: The file.
        description: The first line of its docstring.
        noticed_by: Its `NOTICED_BY`: the name of the test that should catch it.
        choices: Its `CHOICES`: settings of the environment that it requires, such as `{"token_kind": "access"}`.
        mentions: Its `MENTIONS`: what the message of the failed test has to mention; empty if any failure will do.
        kind: Its `KIND`: changes of the same kind exclude each other. By default, each change is of a kind of its own.
    """

    name: str
    path: Path
    description: str
    noticed_by: str | None
    choices: dict[str, Any]
    mentions: str
    kind: str

    @property
    def category(self) -> str:
        """The name of its folder: the tests in the folder of `suites/` with the same name, if there is one, should catch it."""
        return self.path.parent.name


def read_changes(folders: Iterable[Path], only: Sequence[str] = ()) -> list[BackendChange]:
    """Read what the files of these folders declare, without running them.

    Args:
        folders: Folders, which are read recursively, or single files.
        only: Names of changes to select; by default, all are selected.

    Raises:
        ConfigurationError: A folder is missing or contains no Python file, a name is unknown, or a file has no docstring.
    """
    changes = [read_change(path) for folder in folders for path in _files_of(folder)]
    missing = sorted(set(only) - {change.name for change in changes})
    if missing:
        raise ConfigurationError(f"there is no {', '.join(missing)} in {', '.join(map(str, folders))}")
    return [change for change in changes if not only or change.name in only]


def sample(changes: Sequence[BackendChange], size: int, seed: str) -> list[BackendChange]:
    """Select at most this many changes at random; the same ones for the same seed."""
    generator = random.Random(seed)  # noqa: S311 - not a secret, but a reproducible selection
    return generator.sample(changes, min(size, len(changes)))


def read_change(path: Path) -> BackendChange:
    """Read what one file declares, without running it.

    Raises:
        ConfigurationError: It is not a Python file, or has no docstring.
    """
    try:
        module = ast.parse(path.read_bytes(), str(path))
    except (OSError, SyntaxError) as error:
        raise ConfigurationError(f"{path} can't be read: {error}") from None
    constants = _constants(module)
    description = ast.get_docstring(module)
    if not description:
        raise ConfigurationError(f"{path} needs a docstring that says what it changes")
    return BackendChange(
        name=path.stem,
        path=path.resolve(),
        description=description.splitlines()[0],
        noticed_by=constants.get("NOTICED_BY"),
        choices=constants.get("CHOICES", {}),
        mentions=constants.get("MENTIONS", ""),
        kind=constants.get("KIND", path.stem),
    )


def _files_of(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = sorted(path for path in folder.rglob("*.py") if not path.name.startswith("_"))
    if not files:
        raise ConfigurationError(f"{folder} contains no Python file")
    return files


def _constants(module: ast.Module) -> dict[str, Any]:
    """Return the literals that the module assigns to the names that have a meaning here."""
    constants: dict[str, Any] = {}
    for node in module.body:
        target, value = _assignment(node)
        if target in DECLARATIONS and value is not None:
            constants[target] = ast.literal_eval(value)
    return constants


def _assignment(node: ast.stmt) -> tuple[str | None, ast.expr | None]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return name, value
    return None, None
