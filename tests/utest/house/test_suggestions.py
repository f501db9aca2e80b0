"""Names that are similar to a wrong one are found in one way."""

from pathlib import Path

LIBRARIES = Path(__file__).resolve().parents[3] / "libraries"


def test_one_module_finds_similar_names() -> None:
    users = [
        path for path in LIBRARIES.rglob("*.py") if "get_close_matches" in path.read_text(encoding="utf-8")
    ]
    assert users == [LIBRARIES / "field_comparison" / "suggestions.py"]
