"""Arguments that a keyword does not have, with a hint at those that were meant."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from robot import result, running

from field_comparison.suggestions import did_you_mean

WRITTEN_NAME = re.compile(r"([A-Za-z_]\w*)=", re.ASCII)
NO_SECRET = "that cannot be converted to Secret"
HOW_TO_MAKE_A_SECRET = (
    " Take one from an environment variable, `VAR    ${password: Secret}    %{PASSWORD}`, "
    'or from the command line, `--variable "password: Secret:…"`.'
)
LIKENESS = 0.8
"""How similar two names must be, from 0 to 1, for one to count as a misspelling of the other."""


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
        names = written_names(data.args)
        mistake = mistake_in(names, known) or (None if spec.var_named else _first_unknown(names, known))
        if mistake:
            result.message += f" It has no argument {mistake}"
    if result.failed and NO_SECRET in result.message:
        result.message += HOW_TO_MAKE_A_SECRET


def mistake_in(names: Iterable[str], known: Sequence[str]) -> str | None:
    """Return the first misspelt one of the names, and what was meant; None if there is none."""
    for name in names:
        if name not in known and (hint := did_you_mean(name, known, likeness=LIKENESS)):
            return f"{name}.{hint}"
    return None


def _first_unknown(names: Iterable[str], known: Sequence[str]) -> str | None:
    """The first unknown one of the names, and the known ones."""
    return next((f"{name}, only {', '.join(known)}." for name in names if name not in known), None)


def written_names(arguments: Iterable[Any]) -> list[str]:
    """Return the names in arguments that are written as `name=value`."""
    return [match[1] for each in arguments if isinstance(each, str) and (match := WRITTEN_NAME.match(each))]
