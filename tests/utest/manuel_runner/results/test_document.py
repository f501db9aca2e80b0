"""docs/results.md describes every field of results.json."""

import json
from collections.abc import Iterator
from typing import Any

from load_engine.timed_response import Phases
from manuel_runner.results.document import MEASUREMENTS, PAGE, results_document
from manuel_runner.results.writing import SCHEMA


def _undescribed(name: str, part: Any) -> Iterator[str]:
    for field, value in part.get("properties", {}).items():
        if not value.get("description"):
            yield f"{name}.{field}"
        yield from _undescribed(f"{name}.{field}", value)


def test_the_page_is_that_of_the_schema() -> None:
    assert PAGE.read_text() == results_document(), "write it anew: python -m manuel_runner.results.document"


def test_every_field_is_described() -> None:
    schema = json.loads(SCHEMA.read_text())
    assert len(list(_undescribed("run", {"properties": {"id": {}}}))) == 1
    assert [field for name, part in schema["$defs"].items() for field in _undescribed(name, part)] == []
    assert list(_undescribed("", schema)) == []


def test_every_phase_has_its_figure() -> None:
    assert [name for name in Phases._fields if f"`{name}_p50_ms`" not in MEASUREMENTS] == []
