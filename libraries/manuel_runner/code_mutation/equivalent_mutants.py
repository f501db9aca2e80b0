"""The mutants that are known to be equivalent: no test can distinguish the changed backend from the original."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.equivalents_file import read_entries
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

ANYTHING = None
FILE = REPOSITORY / "tests" / "equivalent_mutants.yaml"


class EquivalentMutant(BaseModel):
    """Changes to one line that change nothing for clients.

    Attributes:
        file: The path of the file within the repository.
        function: The name of the function that contains the line; empty for a line outside functions.
        code: The line, without indentation.
        mutants: What it may become: an empty string if the line is removed; anything if there are none.
        reason: Why nothing can distinguish them.
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
        entries = read_entries(file, EquivalentMutant)
        if gone := [entry for entry in entries if not _is_there(entry)]:
            raise ConfigurationError(f"{file}: {'; '.join(map(_gone, gone))}")
        return cls(entries)

    def __contains__(self, mutant: CodeMutant) -> bool:
        before, after = mutant.change()
        place = (mutant.file, mutant.definition, before)
        return (*place, after) in self._changes or (*place, ANYTHING) in self._changes


def _is_there(entry: EquivalentMutant) -> bool:
    path = REPOSITORY / entry.file
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    has_function = not entry.function or re.search(rf"(def|class) {re.escape(entry.function)}\b", text)
    return bool(has_function) and entry.code in map(str.strip, text.splitlines())


def _gone(entry: EquivalentMutant) -> str:
    where = f"{entry.file}, {entry.function}" if entry.function else entry.file
    return f"{where}: line {entry.code!r} no longer exists: remove the entry"
