"""Which changes there are to try in a file; Cosmic Ray finds and makes them."""

import ast
import difflib
import functools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY

UNTRIED_OPERATORS = ("core/ReplaceBinaryOperator_BitOr",)
"""Operators that would change little but types, which say `A | B`."""

UNTRIED_LINES = ("if TYPE_CHECKING", "@dataclass")
"""What lines begin with whose change no client can notice: they are for type checkers, and against programmers' mistakes."""


@dataclass(frozen=True, order=True)
class CodeMutant:
    """One change at one place of one file.

    Attributes:
        path: The file.
        line: Where in it.
        column: Where in the line.
        definition: The function or class that it is in; empty outside of all.
        operator: How it is changed, by Cosmic Ray's name.
        occurrence: At which of the operator's places in the file.
    """

    path: Path
    line: int
    column: int
    definition: str
    operator: str
    occurrence: int

    def __str__(self) -> str:
        where = f" in {self.definition}" if self.definition else ""
        return f"{self.file}:{self.line}{where}"

    @property
    def file(self) -> str:
        """The file within the repository."""
        return str(self.path.relative_to(REPOSITORY) if self.path.is_relative_to(REPOSITORY) else self.path)

    @functools.cached_property
    def source(self) -> str:
        """The whole file with the change.

        Raises:
            ValueError: The file has no such place.
        """
        import cosmic_ray.plugins
        from cosmic_ray.mutating import mutate_code

        operator = cosmic_ray.plugins.get_operator(self.operator)()
        mutated = mutate_code(self._original(), operator, self.occurrence)
        if mutated is None:
            raise ValueError(f"{self.operator} has no place number {self.occurrence} in {self.path}")
        return str(mutated)

    @property
    def is_python(self) -> bool:
        """Whether the change leaves a program: to Cosmic Ray the `*` of `def f(*, name)` is a multiplication."""
        try:
            ast.parse(self.source)
        except SyntaxError:
            return False
        return True

    def diff(self) -> str:
        """The change as a unified diff."""
        before, after = self._original().splitlines(), self.source.splitlines()
        return "\n".join(difflib.unified_diff(before, after, self.file, self.file, n=1, lineterm=""))

    def _original(self) -> str:
        return self.path.read_text(encoding="utf-8")


def mutants_of(paths: Iterable[Path]) -> Iterator[CodeMutant]:
    """Every change that Cosmic Ray sees in these files; some leave no program."""
    import cosmic_ray.plugins
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.ast.ast_query import ASTQuery

    operators = {name: cosmic_ray.plugins.get_operator(name) for name in cosmic_ray.plugins.operator_names()}
    usable = {
        name: operator()
        for name, operator in operators.items()
        if not operator.arguments() and not name.startswith(UNTRIED_OPERATORS)
    }
    for path in paths:
        text = path.read_text(encoding="utf-8")
        lines, nodes = text.splitlines(), list(ast_nodes(get_ast(text)))
        for name, operator in usable.items():
            places = ((node, place) for node in nodes for place in operator.mutation_positions(node))
            for occurrence, (node, ((line, column), (_, end))) in enumerate(places):
                if _is_worth_trying(name, lines[line - 1], column, end):
                    definition = str(ASTQuery(node).get_definition_name() or "")
                    yield CodeMutant(path, line, column, definition, name, occurrence)


def sample(mutants: Iterable[CodeMutant], seed: int) -> list[CodeMutant]:
    """One mutant of each place, in random order; the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret, but a choice that can be repeated
    shuffled = sorted(mutants)
    chance.shuffle(shuffled)
    by_place = {(mutant.path, mutant.line, mutant.column): mutant for mutant in shuffled}
    chosen = list(by_place.values())
    chance.shuffle(chosen)
    return chosen


def _is_worth_trying(operator: str, line: str, start: int, end: int) -> bool:
    """Whether somebody could notice the change, and Cosmic Ray can make it: of exceptions it replaces only plain names."""
    if line.lstrip().startswith(UNTRIED_LINES):
        return False
    return operator != "core/ExceptionReplacer" or line[start:end].isidentifier()
