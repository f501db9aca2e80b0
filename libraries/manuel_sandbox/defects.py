"""Changes to the backend from outside, each in a file of its own."""

import importlib.util
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType


class DefectError(Exception):
    """A file can't be used as a defect; the message is one line with the reason."""


def load_defect(path: Path) -> None:
    """Import one file and call its `apply()`, which changes the backend of this process.

    Args:
        path: A Python file in any folder.

    Raises:
        DefectError: There is no such file, it can't be imported or applied, or it does not say what it breaks.

    Example:
        >>> load_defect(Path("tests/defects/authentication/expired_token_accepted.py"))
    """
    module = _import(path)
    apply = getattr(module, "apply", None)
    if not callable(apply):
        raise DefectError(f"{path} has no function apply()")
    if not module.__doc__:
        raise DefectError(f"{path} needs a docstring that says what is broken")
    _run(apply, f"{path} can't be applied")


def _import(path: Path) -> ModuleType:
    if not path.is_file():
        raise DefectError(f"{path} is not a file")
    spec = importlib.util.spec_from_file_location(f"manuel_defect_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise DefectError(f"{path} is not a Python file: its name has to end with .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    _run(partial(spec.loader.exec_module, module), f"{path} can't be imported")
    return module


def _run(step: Callable[[], object], problem: str) -> None:
    """Report whatever goes wrong in a file of another author in one line."""
    try:
        step()
    except (Exception, SystemExit) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise DefectError(f"{problem}: {reason}") from error
