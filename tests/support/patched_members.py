"""Read which members of the backend a change refers to, and report those that the backend does not have.

A plain assignment to a member that has been renamed raises no error: the change would change nothing.
"""

import ast
import functools
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ManuelEnvironment.configuration import REPOSITORY

PACKAGES = (
    "api_gateway",
    "aws_stand_in",
    "fault_engine",
    "loopback_server",
    "manuel_sandbox",
    "manuel_stack",
)
"""What a change can patch: the reference backend and the stack that it runs in."""

ABSENT = object()
"""What can't be imported."""

UNKNOWN = object()
"""What a file does not tell: the value of an argument or of a local variable."""


class Member(NamedTuple):
    """One member that a file refers to.

    Attributes:
        owner: The expression before the dot.
        name: The name after the dot.
        line: The line it is in.
        is_patched: Whether the file assigns to it.
    """

    owner: ast.expr
    name: str
    line: int
    is_patched: bool


def missing_members(path: Path) -> list[str]:
    """Return a line for each member that a change refers to and the backend does not have.

    Imported modules and classes are looked into. Of other objects, such as `self`, a member counts as missing if the file
    assigns to it or it is private, and its name occurs nowhere in the backend.
    """
    tree = ast.parse(path.read_bytes(), str(path))
    imported = _imported_objects(tree)
    known = _names_in_backend() | _members_of_own_classes(tree)
    absent = [f"{path}: {name} can't be imported" for name, value in imported.items() if value is ABSENT]
    return absent + [
        f"{path}:{member.line}: {ast.unparse(member.owner)}.{member.name} does not exist"
        for member in _members(tree)
        if not _exists(member, _value(member.owner, imported), known)
    ]


def unfit_replacements(path: Path) -> list[str]:
    """Return a line for each function of a change that can't be called like the backend's whose place it takes."""
    tree = ast.parse(path.read_bytes(), str(path))
    imported = _imported_objects(tree)
    return [
        f"{path}:{place.lineno}: {ast.unparse(place)} takes {original}, its replacement ({ast.unparse(own)})"
        for place, own in _replacements(tree)
        if (original := _signature(_value(place, imported))) and not _fits(own, original)
    ]


def _replacements(tree: ast.AST) -> Iterator[tuple[ast.Attribute, ast.arguments]]:
    """Yield each member that a function of the file is assigned to, with the function's parameters."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    plain = {function.name: function.args for function in functions if not function.decorator_list}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Attribute() as place], value=ast.Name(id=name)) if name in plain:
                yield place, plain[name]
            case ast.Assign(targets=[ast.Attribute() as place], value=ast.Lambda(args=own)):
                yield place, own


def _signature(original: object) -> inspect.Signature | None:
    return inspect.signature(original) if inspect.isroutine(original) else None


def _fits(own: ast.arguments, original: inspect.Signature) -> bool:
    """Tell whether a function takes the arguments that the original requires, and requires no more than it takes."""
    parameters = original.parameters.values()
    by_place = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    by_name = {one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.default is one.empty}
    required = [one for one in by_place if one.default is one.empty]
    places = [*own.posonlyargs, *own.args]
    takes_more = any(one.kind is one.VAR_POSITIONAL for one in parameters)
    return (
        (own.vararg is not None or own.kwarg is not None or len(places) >= len(required))
        and (takes_more or len(places) - len(own.defaults) <= len(by_place))
        and (own.kwarg is not None or by_name <= {one.arg for one in [*places, *own.kwonlyargs]})
    )


def _members(tree: ast.AST) -> Iterator[Member]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=owner, attr=name, ctx=context):
                yield Member(owner, name, node.lineno, isinstance(context, ast.Store))
            case ast.Call(func=ast.Name(id="setattr"), args=[owner, ast.Constant(value=str(name)), _]):
                yield Member(owner, name, node.lineno, is_patched=True)


def _imported_objects(tree: ast.AST) -> dict[str, object]:
    objects = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    root = alias.name.partition(".")[0]
                    objects[alias.asname or root] = _import(alias.name if alias.asname else root)
            case ast.ImportFrom(module=module, names=names):
                objects |= {alias.asname or alias.name: _import(f"{module}.{alias.name}") for alias in names}
    return objects


def _import(name: str) -> object:
    try:
        return pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return ABSENT


def _value(expression: ast.expr, imported: dict[str, object]) -> object:
    match expression:
        case ast.Name(id=name):
            return imported.get(name, UNKNOWN)
        case ast.Attribute(value=owner, attr=name):
            value = _value(owner, imported)
            return value if value in (ABSENT, UNKNOWN) else getattr(value, name, UNKNOWN)
    return UNKNOWN


def _exists(member: Member, owner: object, known: set[str]) -> bool:
    if owner is ABSENT:
        return True
    if owner is UNKNOWN:
        is_private = member.name.startswith("_") and not member.name.startswith("__")
        return member.name in known or not (member.is_patched or is_private)
    if member.is_patched and isinstance(
        owner, type
    ):  # not what classes have of their metaclass, such as `__call__`
        return any(member.name in vars(base) for base in owner.__mro__)
    return hasattr(owner, member.name)


def _members_of_own_classes(tree: ast.AST) -> set[str]:
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {member.name for own in classes for member in _members(own) if member.is_patched}


@functools.cache
def _names_in_backend() -> set[str]:
    files = [file for package in PACKAGES for file in (REPOSITORY / "libraries" / package).rglob("*.py")]
    return {name for file in files for name in re.findall(r"\w+", file.read_text(encoding="utf-8"))}
