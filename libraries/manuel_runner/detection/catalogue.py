"""The files that change the backend: defects, which must be noticed, and benign variants, which must not."""

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


@dataclass(frozen=True)
class Change:
    """One file with an `apply()` that changes the backend, and what it says of itself.

    Attributes:
        name: The file's name without its suffix.
        path: The file.
        description: The first line of its docstring.
        noticed_by: Its `NOTICED_BY`: the name of the test that should notice.
        choices: Its `CHOICES`: settings of the environment that it needs, as `{"token_kind": "access"}`.
        kind: Its `KIND`: what it is an alternative of; two of one kind could undo each other. A kind of its own by default.
    """

    name: str
    path: Path
    description: str
    noticed_by: str | None
    choices: dict[str, Any]
    kind: str

    @property
    def category(self) -> str:
        """The name of the folder it is in: tests in the folder of `suites/` with that name, if there is one, should notice."""
        return self.path.parent.name


def read_changes(folders: Iterable[Path], only: Sequence[str] = ()) -> list[Change]:
    """Read what the files of these folders say of themselves, without running them.

    Args:
        folders: Folders, read with all below them; or single files.
        only: Names to choose; all without any.

    Raises:
        ConfigurationError: A folder is missing or has no such file, or a file says too little of itself.
    """
    changes = [read_change(path) for folder in folders for path in _files_of(folder)]
    missing = sorted(set(only) - {change.name for change in changes})
    if missing:
        raise ConfigurationError(f"nothing is called {', '.join(missing)} in {', '.join(map(str, folders))}")
    return [change for change in changes if not only or change.name in only]


def sample(changes: Sequence[Change], size: int, seed: str) -> list[Change]:
    """So many of the changes, or all if there are fewer; the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret, but a choice that can be repeated
    return chance.sample(changes, min(size, len(changes)))


def read_change(path: Path) -> Change:
    """Read what one file says of itself, without running it.

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
    return Change(
        name=path.stem,
        path=path.resolve(),
        description=description.splitlines()[0],
        noticed_by=constants.get("NOTICED_BY"),
        choices=constants.get("CHOICES", {}),
        kind=constants.get("KIND", path.stem),
    )


def _files_of(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = sorted(path for path in folder.rglob("*.py") if not path.name.startswith("_"))
    if not files:
        raise ConfigurationError(f"{folder} holds no Python file")
    return files


def _constants(module: ast.Module) -> dict[str, Any]:
    """The literals that the module assigns to the names that mean something here."""
    constants: dict[str, Any] = {}
    for node in module.body:
        target, value = _assignment(node)
        if target in ("NOTICED_BY", "CHOICES", "KIND") and value is not None:
            constants[target] = ast.literal_eval(value)
    return constants


def _assignment(node: ast.stmt) -> tuple[str | None, ast.expr | None]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return name, value
    return None, None
