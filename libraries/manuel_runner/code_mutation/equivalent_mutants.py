"""The mutants that are known to be equivalent: no test can tell the changed backend from the original."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from manuel_runner.code_mutation.mutants import CodeMutant
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError
from strict_yaml import describe_yaml_error, parse_yaml

ANYTHING = None
FILE = REPOSITORY / "tests" / "equivalent_mutants.yaml"


class EquivalentMutant(BaseModel):
    """Changes to one line that change nothing for clients.

    Attributes:
        file: The path of the file within the repository.
        function: The name of the function that contains the line; empty for a line outside functions.
        code: The line, without indentation.
        mutants: What it may become: an empty text if the line is removed; anything if there are none.
        reason: Why nothing can tell them apart.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    function: str = ""
    code: str = Field(min_length=1)
    mutants: tuple[str, ...] = ()
    reason: str = Field(min_length=1)


class EquivalentMutants:
    """All that are known.

    Args:
        entries: The entries of the file.
    """

    def __init__(self, entries: Iterable[EquivalentMutant]) -> None:
        self._changes = {
            (entry.file, entry.function, entry.code, mutant)
            for entry in entries
            for mutant in entry.mutants or (ANYTHING,)
        }

    @classmethod
    def read(cls, file: Path = FILE) -> Self:
        """Read the file of known equivalents.

        Raises:
            ConfigurationError: An entry is incomplete, or its code is gone.
        """
        try:
            entries = TypeAdapter(list[EquivalentMutant]).validate_python(
                parse_yaml(file.read_text(encoding="utf-8")) or []
            )
        except yaml.YAMLError as error:
            raise ConfigurationError(f"{file}: {describe_yaml_error(error)}") from None
        except ValidationError as error:
            raise ConfigurationError(f"{file}: {'; '.join(_problems(error))}") from None
        if gone := [entry for entry in entries if not _is_there(entry)]:
            raise ConfigurationError(f"{file}: {'; '.join(map(_gone, gone))}")
        return cls(entries)

    def __contains__(self, mutant: CodeMutant) -> bool:
        before, after = mutant.change()
        place = (mutant.file, mutant.definition, before)
        return (*place, after) in self._changes or (*place, ANYTHING) in self._changes


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        number, *where = problem["loc"] or (0,)
        yield f"entry {int(number) + 1}: {'.'.join(map(str, where))}: {problem['msg']}"


def _is_there(entry: EquivalentMutant) -> bool:
    path = REPOSITORY / entry.file
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    has_function = not entry.function or re.search(rf"(def|class) {re.escape(entry.function)}\b", text)
    return bool(has_function) and entry.code in map(str.strip, text.splitlines())


def _gone(entry: EquivalentMutant) -> str:
    where = f"{entry.file}, {entry.function}" if entry.function else entry.file
    return f"{where}: there is no line {entry.code!r} any more: remove the entry"
