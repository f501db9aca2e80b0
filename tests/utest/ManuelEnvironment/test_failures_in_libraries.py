"""The failures that keyword libraries and engines raise say what was expected and what was there instead."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from cause_register import forms
from cause_register.form import Form
from ManuelEnvironment.configuration import REPOSITORY

LIBRARIES = REPOSITORY / "libraries"
FOLDERS = (
    "FailureSimulator",
    "ManuelAPI",
    "ManuelAuth",
    "ManuelResilience",
    "MockAWS",
    "PerfMetrics",
    "load_engine",
)
TOO_EARLY = "first"
"""In messages about a keyword that another has to precede, which say which."""


def failures(folder: Path) -> Iterator[str]:
    """Yield the text of each AssertionError with a text of its own, without the values in it."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "AssertionError"
            ):
                text = "".join(map(_text_in, ast.walk(node)))
                if " " in text:
                    yield f"{file.relative_to(LIBRARIES)}:{node.lineno}: {text}"


def _text_in(node: ast.AST) -> str:
    """Return a text, or the words of a form that is named; nothing for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    named = getattr(forms, node.id, None) if isinstance(node, ast.Name) else None
    return named.WORDS if isinstance(named, type) and issubclass(named, Form) else ""


def lacking(failures: list[str]) -> list[str]:
    return [
        text
        for text in failures
        if not ("xpected" in text and ("Got" in text or " got " in text)) and TOO_EARLY not in text
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_failure_has_both_parts(folder: str) -> None:
    assert lacking(list(failures(LIBRARIES / folder))) == []


def test_there_are_failures_to_look_at() -> None:
    assert len([text for folder in FOLDERS for text in failures(LIBRARIES / folder)]) > 30


def test_a_failure_without_one_is_found() -> None:
    assert lacking(["a.py:1: Table x has no index y."]) == ["a.py:1: Table x has no index y."]
