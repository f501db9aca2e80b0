"""Keyword libraries: arguments that a keyword does not have are rejected, with a hint at those that were meant."""

from collections.abc import Mapping, Sequence
from typing import Any

from robot.utils import printable_name
from robotlibcore import DynamicCore

from ManuelEnvironment.argument_hints import mistake_in, written_names
from ManuelEnvironment.masked_output import mask_output
from ManuelEnvironment.shared_listeners import SHARED_LISTENERS
from ManuelEnvironment.suite_run import begin_run
from request_gate.interruptions import alarms_at_safe_points


class MisspeltArgumentError(TypeError):
    """An argument of a keyword with a name that is nearly that of another."""

    ROBOT_SUPPRESS_NAME = True


class KeywordLibrary(DynamicCore):  # type: ignore[misc]  # robotlibcore has no type hints
    """A keyword library that rejects misspelt arguments, and whose import masks secrets in all that the run writes.

    In a suite that imports it, tags `needs:…` and `quarantine:…`, known issues and causes have their effect.

    A keyword with free arguments, such as `**fields`, would accept any name, and an optional argument any string: `stats=201`
    would be a field, or a string, where `status=201` was meant.
    """

    def __init__(self, components: list[Any]) -> None:
        mask_output()
        begin_run()
        super().__init__([*components, *SHARED_LISTENERS])

    def run_keyword(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None) -> Any:
        """Run a keyword. A timeout interrupts it at a safe point.

        Raises:
            MisspeltArgumentError: An argument's name is nearly that of another.
        """
        known = _declared(self.get_keyword_arguments(name))
        if mistake := mistake_in([*(kwargs or ()), *written_names(args)], known):
            full_name = f"{type(self).__name__}.{printable_name(name, code_style=True)}"
            raise MisspeltArgumentError(f"{full_name} has no argument {mistake}")
        with alarms_at_safe_points():
            return super().run_keyword(name, args, kwargs)


def _declared(specification: Sequence[Any]) -> list[str]:
    names = [each[0] if isinstance(each, tuple) else each for each in specification]
    return [name for name in names if not name.startswith("*")]
