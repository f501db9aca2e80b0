"""Keyword libraries: arguments that a keyword does not have are rejected, with a hint at those that were meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from robot import result, running
from robot.utils import printable_name
from robotlibcore import DynamicCore

from field_comparison.suggestions import did_you_mean
from ManuelEnvironment.listeners import FAILURE_LISTENERS
from ManuelEnvironment.masked_output import mask_output
from request_gate.interruptions import alarms_at_safe_points

WRITTEN_NAME = re.compile(r"([A-Za-z_]\w*)=", re.ASCII)
LIKENESS = 0.8
"""How similar two names must be, from 0 to 1, for one to count as a misspelling of the other."""


class MisspeltArgumentError(TypeError):
    """An argument of a keyword with a name that is nearly that of another."""

    ROBOT_SUPPRESS_NAME = True


class KeywordLibrary(DynamicCore):  # type: ignore[misc]  # robotlibcore has no type hints
    """A keyword library that rejects misspelt arguments, and whose import masks secrets in all that the run writes.

    In a suite that imports it, known issues, quarantine and causes that are red already have their effect.

    A keyword with free arguments, such as `**fields`, would accept any name, and an optional argument any string: `stats=201`
    would be a field, or a string, where `status=201` was meant.
    """

    def __init__(self, components: list[Any]) -> None:
        mask_output()
        super().__init__([*components, *FAILURE_LISTENERS])

    def run_keyword(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
        """Run a keyword. A timeout interrupts it at a safe point.

        Raises:
            MisspeltArgumentError: An argument's name is nearly that of another.
        """
        known = _declared(self.get_keyword_arguments(name))
        if mistake := _mistake([*(kwargs or ()), *_written_names(args)], known):
            full_name = f"{type(self).__name__}.{printable_name(name, code_style=True)}"
            raise MisspeltArgumentError(f"{full_name} has no argument {mistake}")
        with alarms_at_safe_points():
            return super().run_keyword(name, args, kwargs)


class ArgumentHints:
    """A listener that adds the misspelt name to the message when Robot Framework rejects a keyword's arguments."""

    ROBOT_LISTENER_API_VERSION = 3

    def end_library_keyword(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> None:
        """Add the hint to a library keyword's message."""
        _explain(data, implementation, result)

    def end_user_keyword(
        self, data: running.Keyword, implementation: running.UserKeyword, result: result.Keyword
    ) -> None:
        """Add the hint to a user keyword's message."""
        _explain(data, implementation, result)


def _explain(
    data: running.Keyword,
    implementation: running.LibraryKeyword | running.UserKeyword,
    result: result.Keyword,
) -> None:
    spec = implementation.args
    if result.failed and result.message.startswith(f"Keyword '{spec.name}' "):
        known = [*spec.positional_or_named, *spec.named_only]
        names = _written_names(data.args)
        mistake = _mistake(names, known) or (None if spec.var_named else _first_unknown(names, known))
        if mistake:
            result.message += f" It has no argument {mistake}"


def _mistake(names: Iterable[str], known: Sequence[str]) -> str | None:
    """The first misspelt one of the names, and what was meant."""
    for name in names:
        if name not in known and (hint := did_you_mean(name, known, likeness=LIKENESS)):
            return f"{name}.{hint}"
    return None


def _first_unknown(names: Iterable[str], known: Sequence[str]) -> str | None:
    """The first unknown one of the names, and the known ones."""
    return next((f"{name}, only {', '.join(known)}." for name in names if name not in known), None)


def _written_names(arguments: Iterable[Any]) -> list[str]:
    return [match[1] for each in arguments if isinstance(each, str) and (match := WRITTEN_NAME.match(each))]


def _declared(specification: Sequence[Any]) -> list[str]:
    names = [each[0] if isinstance(each, tuple) else each for each in specification]
    return [name for name in names if not name.startswith("*")]
