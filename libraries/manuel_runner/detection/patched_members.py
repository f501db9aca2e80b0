"""Which members of the backend a file replaces: two files that replace the same one can undo each other."""

import ast
from collections.abc import Iterator
from pathlib import Path


def patched_members(path: Path) -> frozenset[str]:
    """Return the full names of the members of imported modules and classes that a file assigns to, without running it.

    Example:
        >>> sorted(patched_members(Path("tests/defects/api/citations_not_counted.py")))  # doctest: +SKIP
        ['manuel_sandbox.domain.assistant.Assistant.record_citations']
    """
    tree = ast.parse(path.read_bytes(), str(path))
    imported = dict(_imported(tree))
    return frozenset(
        f"{owner}.{member}"
        for expression, member in _assigned(tree)
        if (owner := _full_name(expression, imported)) is not None
    )


def _assigned(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield the owner and the name of each attribute that is assigned to."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=owner, attr=member, ctx=ast.Store()):
                yield owner, member
            case ast.Call(func=ast.Name(id="setattr"), args=[owner, ast.Constant(value=str(member)), _]):
                yield owner, member


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each name that the file gives to an import, with its full name."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    root = alias.name.partition(".")[0]
                    yield alias.asname or root, alias.name if alias.asname else root
            case ast.ImportFrom(module=module, names=names):
                for alias in names:
                    yield alias.asname or alias.name, f"{module}.{alias.name}"


def _full_name(expression: ast.expr, imported: dict[str, str]) -> str | None:
    match expression:
        case ast.Name(id=name):
            return imported.get(name)
        case ast.Attribute(value=owner, attr=member):
            full_name = _full_name(owner, imported)
            return full_name and f"{full_name}.{member}"
    return None
