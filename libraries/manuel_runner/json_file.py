"""JSON files for people and programs."""

import json
from pathlib import Path
from typing import Any


def write_json(path: Path, document: Any) -> None:
    """Write an indented document, and create its folder if necessary."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
