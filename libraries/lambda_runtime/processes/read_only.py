"""Keeps a function from writing where it cannot on Lambda: into its code, its packages and its layers.

What does not write by Python, such as SQLite or a program that the function starts, is not kept from it, and neither is what
Python changes relative to the descriptor of a folder, as `shutil.rmtree` does.
"""

import errno
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FIRST, SECOND, BOTH = slice(1), slice(1, 2), slice(2)
CHANGED = {
    "open": FIRST, "os.mkdir": FIRST, "os.remove": FIRST, "os.rmdir": FIRST, "os.truncate": FIRST, "os.chmod": FIRST,
    "os.rename": BOTH, "os.link": SECOND, "os.symlink": SECOND,
}  # fmt: skip
"""The audit events of changes, and which of their arguments are the paths that change."""
WITHOUT_FOLDER = ("open", "os.truncate")
"""The events that do not end with the descriptor of the folder to which their paths are relative; it is -1 without one."""
BYTECODE = "__pycache__"
"""The folder that Python itself writes next to a module."""


def make_read_only(folders: Iterable[str], but: str) -> None:
    """Refuse changes in folders from now on, with the error that Lambda's file system gives.

    Args:
        folders: The folders.
        but: A folder that may be in one of them, and can be written to.
    """
    roots = [Path(folder).resolve() for folder in folders]
    writable = Path(but).resolve()

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        for path in written_paths(event, arguments):
            whole = Path(os.fsdecode(path)).resolve()
            is_code = any(map(whole.is_relative_to, roots)) and BYTECODE not in whole.parts
            if is_code and not whole.is_relative_to(writable):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    sys.addaudithook(refuse)


def written_paths(event: str, arguments: Sequence[Any]) -> list[Any]:
    """Return the paths that an audit event is about to change."""
    is_read = event == "open" and not arguments[2] & WRITES
    if event not in CHANGED or is_read or (event not in WITHOUT_FOLDER and arguments[-1] != -1):
        return []
    return [path for path in arguments[CHANGED[event]] if isinstance(path, (str, bytes))]
