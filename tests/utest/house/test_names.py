"""A public class name stands for one class in all of `libraries/`."""

import ast
from collections import defaultdict
from pathlib import Path

LIBRARIES = Path(__file__).resolve().parents[3] / "libraries"


def duplicated_classes(root: Path) -> dict[str, list[str]]:
    """Return the files by each public class name that is defined in more than one."""
    files = defaultdict(list)
    for path in sorted(root.rglob("*.py")):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
                files[statement.name].append(str(path.relative_to(root)))
    return {name: places for name, places in files.items() if len(places) > 1}


def test_a_class_name_stands_for_one_class() -> None:
    assert duplicated_classes(LIBRARIES) == {}


def test_a_duplicate_is_found_and_a_private_class_is_not(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.py").write_text("class Same:\n    pass\n\n\nclass _Private:\n    pass\n")
    (tmp_path / "third.py").write_text("class Different:\n    pass\n")
    assert duplicated_classes(tmp_path) == {"Same": ["one.py", "other.py"]}
