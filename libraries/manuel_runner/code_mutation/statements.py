"""The statement at a line: a mutation changes an expression, and Python executes whole statements."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

Function = ast.FunctionDef | ast.AsyncFunctionDef
Statement = ast.stmt | ast.excepthandler | ast.match_case


@dataclass(frozen=True)
class StatementLines:
    """The lines of a statement, without those of its body.

    Attributes:
        lines: Their numbers; of the head of a function, with decorators and defaults, those of its body, which it affects.
        is_in_function: Whether they are executed when a function is called; otherwise, when the module is imported.
        names: The names that the statement gives to something outside functions.
    """

    lines: range
    is_in_function: bool
    names: frozenset[str] = frozenset()


def statement_at(source: str, line: int) -> StatementLines:
    """Return the innermost statement at a line; at a line that has none, such as a comment, the line itself.

    Example:
        >>> statement_at("def f(x):\\n    return (\\n        x\\n    )\\n", 3)
        StatementLines(lines=range(2, 5), is_in_function=True, names=frozenset())
    """
    found = StatementLines(range(line, line + 1), is_in_function=False)
    for node, is_in_function in _statements(ast.parse(source), is_in_function=False):
        if line in (lines := _own_lines(node)):
            found = (
                StatementLines(_body_lines(node), is_in_function=True)
                if isinstance(node, Function)
                else StatementLines(lines, is_in_function, frozenset() if is_in_function else _names(node))
            )
    return found


def _statements(parent: ast.AST, *, is_in_function: bool) -> Iterator[tuple[Statement, bool]]:
    """Yield all statements, the outer before the inner."""
    for node in ast.iter_child_nodes(parent):
        if _is_statement(node):
            yield node, is_in_function
            yield from _statements(node, is_in_function=is_in_function or isinstance(node, Function))


def _is_statement(node: ast.AST) -> TypeGuard[Statement]:
    return isinstance(node, Statement)


def _names(node: Statement) -> frozenset[str]:
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def _body_lines(function: Function) -> range:
    return range(_first_line(function.body[0]), (function.end_lineno or function.lineno) + 1)


def _own_lines(node: Statement) -> range:
    if isinstance(node, ast.match_case):
        first, last = node.pattern.lineno, node.body[-1].end_lineno or node.pattern.lineno
    else:
        first, last = node.lineno, node.end_lineno or node.lineno
    decorators = [each.lineno for each in getattr(node, "decorator_list", [])]
    inner: list[Statement] = getattr(node, "body", None) or getattr(node, "cases", [])
    if inner:
        last = max(first, _first_line(inner[0]) - 1)
    return range(min([first, *decorators]), last + 1)


def _first_line(node: Statement) -> int:
    return node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno
