"""The mutants of a file, as found and made by Cosmic Ray."""

import ast
import difflib
import functools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ManuelEnvironment.configuration import REPOSITORY

EXCLUDED_OPERATORS = ("core/ReplaceBinaryOperator_BitOr",)
"""Operators that would mostly change types, such as `A | B`."""

EXCLUDED_LINES = ("if TYPE_CHECKING", "@dataclass")
"""Beginnings of lines whose change no client can observe: they are for type checkers, and protect against programming errors."""


@dataclass(frozen=True, order=True)
class CodeMutant:
    """One change at one place of one file.

    Attributes:
        path: The file.
        line: The line of the change.
        column: The column of the change.
        definition: The function or class that contains the change; empty at module level.
        operator: Cosmic Ray's name of the kind of change.
        occurrence: Which of the places in the file that the operator can change.
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
        """The path of the file within the repository."""
        return str(self.path.relative_to(REPOSITORY) if self.path.is_relative_to(REPOSITORY) else self.path)

    @property
    def original(self) -> str:
        """The whole file without the change."""
        return self.path.read_text(encoding="utf-8")

    @functools.cached_property
    def source(self) -> str:
        """The whole file with the change.

        Raises:
            ValueError: The operator has no such occurrence in the file.
        """
        import cosmic_ray.plugins
        from cosmic_ray.mutating import mutate_code

        operator = cosmic_ray.plugins.get_operator(self.operator)()
        mutated = mutate_code(self.original, operator, self.occurrence)
        if mutated is None:
            raise ValueError(f"{self.operator} has no occurrence {self.occurrence} in {self.path}")
        return str(mutated)

    @property
    def is_python(self) -> bool:
        """Whether the result is valid Python: Cosmic Ray may take a `*` that unpacks something for a multiplication."""
        try:
            ast.parse(self.source)
        except SyntaxError:
            return False
        return True

    def diff(self) -> str:
        """Return the change as a unified diff."""
        before, after = self.original.splitlines(), self.source.splitlines()
        return "\n".join(difflib.unified_diff(before, after, self.file, self.file, n=1, lineterm=""))

    def change(self) -> tuple[str, str]:
        """Return the original lines and the changed ones, without indentation."""
        lines = [line for line in self.diff().splitlines()[2:] if line.startswith(("-", "+"))]
        return _without_indentation(lines, "-"), _without_indentation(lines, "+")


def mutants_of(paths: Iterable[Path]) -> Iterator[CodeMutant]:
    """Yield every mutant that Cosmic Ray finds in these files; some are not valid Python."""
    import cosmic_ray.plugins
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.ast.ast_query import ASTQuery

    operators = {name: cosmic_ray.plugins.get_operator(name) for name in cosmic_ray.plugins.operator_names()}
    usable = {
        name: operator()
        for name, operator in operators.items()
        if not operator.arguments() and not name.startswith(EXCLUDED_OPERATORS)
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
    """Select one mutant for each place, in random order; the same ones for the same seed."""
    generator = random.Random(seed)  # noqa: S311 - not a secret, but a reproducible selection
    shuffled = sorted(mutants)
    generator.shuffle(shuffled)
    by_place = {(mutant.path, mutant.line, mutant.column): mutant for mutant in shuffled}
    selected = list(by_place.values())
    generator.shuffle(selected)
    return selected


def _is_worth_trying(operator: str, line: str, start: int, end: int) -> bool:
    """Tell whether a client could observe the change, and Cosmic Ray can make it.

    It takes the `*` in `def f(*, name)` for a multiplication, and replaces only plain names of exceptions.
    """
    if line.lstrip().startswith(EXCLUDED_LINES) or line[start:].startswith("*,"):
        return False
    return operator != "core/ExceptionReplacer" or line[start:end].isidentifier()


def _without_indentation(lines: Iterable[str], sign: str) -> str:
    return "\n".join(line[1:].strip() for line in lines if line.startswith(sign)).strip()
