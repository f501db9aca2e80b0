"""The changes of responses that are known to be equivalent: the contract allows the changed response as well."""

import functools
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from manuel_runner.equivalents_file import read_entries
from manuel_runner.mutation import operators
from manuel_runner.mutation.mutants import Mutant
from ManuelEnvironment.configuration import REPOSITORY

FILE = REPOSITORY / "tests" / "equivalent_responses.yaml"
CONTENT_TYPE = "content-type"
"""The header that the contract documents apart from the others, with the body."""


class EquivalentChange(BaseModel):
    """Changes to one part of responses that no client may rely on.

    Attributes:
        part: The part, as mutants name it, with `*` for anything: `header Vary`, `body services.*.latency_ms`.
        operators: What may be done to it.
        operations: Whose responses these are: a method and a path, with `*` for anything.
        statuses: The statuses of these responses; all if there are none.
        reason: Why no client may rely on it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: str = Field(pattern="^(header|body) .")
    operators: tuple[str, ...] = Field(min_length=1)
    operations: str = "*"
    statuses: tuple[int, ...] = ()
    reason: str = Field(min_length=1)

    def covers(self, mutant: Mutant) -> bool:
        """Return whether a mutant is such a change."""
        return (
            fnmatchcase(f"{mutant.part} {'.'.join(mutant.target)}".lower(), self.part.lower())
            and mutant.operator in self.operators
            and fnmatchcase(mutant.operation, self.operations)
            and mutant.status in (self.statuses or (mutant.status,))
        )


class EquivalentChanges:
    """All that are known: the entries of the file, and what the contract does not mention.

    Args:
        entries: The entries of the file.
    """

    def __init__(self, entries: Iterable[EquivalentChange]) -> None:
        self._entries = tuple(entries)

    @classmethod
    def read(cls, file: Path = FILE) -> Self:
        """Read the file of known equivalents.

        Raises:
            ConfigurationError: An entry is incomplete.
        """
        return cls(read_entries(file, EquivalentChange))

    def left_out_of(self, mutants: Mapping[str, Iterable[Mutant]]) -> dict[str, list[Mutant]]:
        """Return the mutants that are not known to be equivalent, by operation."""
        return {
            operation: [mutant for mutant in group if mutant not in self]
            for operation, group in mutants.items()
        }

    def __contains__(self, mutant: Mutant) -> bool:
        return _is_left_open(mutant) or any(entry.covers(mutant) for entry in self._entries)


def _is_left_open(mutant: Mutant) -> bool:
    """Return whether the contract documents no such header, or the other status for the same response."""
    documented = _responses().get(mutant.operation, {})
    response = documented.get(str(mutant.status))
    if response is None:
        return False
    if mutant.part == "status":
        other = documented.get(str(operators.STATUS[mutant.operator](mutant.status)))
        return bool(other == response)
    names = {name.lower() for name in response.get("headers", ())} | {CONTENT_TYPE}
    return mutant.part == "header" and mutant.target[0].lower() not in names


@functools.cache
def _responses() -> dict[str, Mapping[str, Any]]:
    """Return the responses that the contract documents, by operation and status."""
    from ManuelAPI.contract_check import manuel_contract

    return {str(operation): operation.responses for operation in manuel_contract().operations()}
