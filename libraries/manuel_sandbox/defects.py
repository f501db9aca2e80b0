"""Changes to the backend that come from outside, one file each."""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType


class DefectError(Exception):
    """A file can't be used as a defect; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Defect:
    """What a file says of itself.

    Attributes:
        name: The file's name without its suffix.
        description: The file's docstring: what is broken.
        category: Its `CATEGORY`: the category of tests that should notice.
        noticed_by: Its `NOTICED_BY`: the test that should notice, if it names one.
    """

    name: str
    description: str
    category: str
    noticed_by: str | None


def load_defect(path: Path) -> Defect:
    """Import one file and call its `apply()`, which changes this process's backend.

    Args:
        path: A Python file of any folder.

    Raises:
        DefectError: There is no such file, it can't be imported or applied, or it says too little of itself.

    Example:
        >>> load_defect(Path("tests/defects/authentication/expired_token_accepted.py")).category
        'authentication'
    """
    module = _import(path)
    apply = getattr(module, "apply", None)
    if not callable(apply):
        raise DefectError(f"{path} has no function apply()")
    if not module.__doc__ or not isinstance(getattr(module, "CATEGORY", None), str):
        raise DefectError(
            f"{path} has to say what is broken in its docstring, and a CATEGORY that should notice"
        )
    _run(apply, f"{path} can't be applied")
    return Defect(path.stem, module.__doc__.strip(), module.CATEGORY, getattr(module, "NOTICED_BY", None))


def _import(path: Path) -> ModuleType:
    if not path.is_file():
        raise DefectError(f"{path} is no file")
    spec = importlib.util.spec_from_file_location(f"manuel_defect_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise DefectError(f"{path} is no Python file: its name has to end with .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    _run(partial(spec.loader.exec_module, module), f"{path} can't be imported")
    return module


def _run(step: Callable[[], object], problem: str) -> None:
    """Whatever goes wrong in a file of somebody else's is told in one line."""
    try:
        step()
    except (Exception, SystemExit) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise DefectError(f"{problem}: {reason}") from error
