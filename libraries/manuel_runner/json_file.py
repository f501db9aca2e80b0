"""JSON files that are human-readable."""

import os
from pathlib import Path
from typing import Any

from strict_json import well_formed_json


def write_json(path: Path, document: Any) -> None:
    """Write an indented document, and create its folder if necessary.

    A file is replaced as a whole: a process that reads or writes it at the same time never sees half a document.
    """
    text = well_formed_json(document, indent=2) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # a device or a pipe
        path.write_text(text, encoding="utf-8")
    else:
        _replace(path.resolve(), text)


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
