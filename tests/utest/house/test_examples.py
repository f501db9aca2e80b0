"""The examples in docstrings can be read: as an interpreter's session, and as Python."""

import ast
import doctest
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def docstrings(source: str) -> Iterator[str]:
    """Yield the docstrings of a module and of all that it defines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and (docstring := ast.get_docstring(node, clean=False)):
            yield docstring


def problems(source: str) -> list[str]:
    """Return what is wrong with the examples of a module."""
    return [problem for docstring in docstrings(source) if (problem := problem_of(docstring))]


def problem_of(docstring: str) -> str:
    try:
        for example in doctest.DocTestParser().get_examples(docstring):
            ast.parse(example.source)
    except (ValueError, SyntaxError) as error:
        return str(error)
    return ""


def test_every_example_can_be_read() -> None:
    modules = sorted((REPOSITORY / "libraries").rglob("*.py"))
    found = {
        str(module.relative_to(REPOSITORY)): problems(module.read_text(encoding="utf-8"))
        for module in modules
    }
    assert {module: wrong for module, wrong in found.items() if wrong} == {}


def test_an_example_with_a_line_break_that_is_none_of_its_text_is_found() -> None:
    right = 'def f():\n    """Say.\n\n    >>> f("a\\\\nb")\n    """\n'
    assert problems(right) == []
    assert len(problems(right.replace("\\\\", "\\"))) == 1


def test_an_example_that_is_no_python_is_found() -> None:
    (problem,) = problems('"""Say.\n\n>>> f(\n"""\n')
    assert "was never closed" in problem
