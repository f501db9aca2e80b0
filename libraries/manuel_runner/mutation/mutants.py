"""The mutants that can be tried: one for each operator and each part of each recorded response."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from manuel_runner.mutation import operators
from manuel_runner.mutation.documents import MemberPath
from manuel_runner.mutation.proxy import OperationResponse
from manuel_runner.mutation.recording import RecordedResponses, Recording

Part = Literal["status", "header", "body"]


@dataclass(frozen=True)
class Mutant:
    """One change to the responses of one operation with one status.

    Attributes:
        operation: Method and path of the contract, such as `GET /api/user/usage`.
        status: The status of the original response.
        part: The part of the response to change.
        target: The name of the header, or the path of the member; empty for the status.
        operator: The name of the mutation operator.
    """

    operation: str
    status: int
    part: Part
    target: MemberPath
    operator: str

    def __str__(self) -> str:
        target = f" {'.'.join(self.target)}" if self.target else ""
        return f"{self.operation} {self.status}: {self.part}{target}: {self.operator}"

    def apply(self, response: OperationResponse) -> OperationResponse:
        """Return the changed response; the same response if it is of another kind or has nothing to change."""
        if (response.operation, response.status) != (self.operation, self.status):
            return response
        match self.part:
            case "status":
                return replace(response, status=operators.STATUS[self.operator](response.status))
            case "header":
                return replace(response, headers=tuple(self._changed_headers(response.headers)))
            case "body":
                text = operators.mutate_body(response.body.decode(), self.target, self.operator)
                return response if text is None else replace(response, body=text.encode())

    def _changed_headers(self, headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for name, value in headers:
            is_target = name.lower() == self.target[0].lower()
            changed = operators.HEADER[self.operator](value) if is_target else value
            if changed is not None:
                yield name, changed


def mutants_of(recording: Recording) -> dict[str, list[Mutant]]:
    """Return every mutant that can be tried, by operation."""
    mutants: dict[str, list[Mutant]] = {}
    for (operation, status), recorded in sorted(recording.items()):
        mutants.setdefault(operation, []).extend(_mutants(operation, status, recorded))
    return mutants


def sample(mutants: Mapping[str, Iterable[Mutant]], size: int, seed: int) -> list[Mutant]:
    """Select about as many mutants of each operation, at random; the same ones for the same seed."""
    generator = random.Random(seed)  # noqa: S311 - not a secret, but a reproducible selection
    shuffled = {operation: list(group) for operation, group in mutants.items()}
    for group in shuffled.values():
        generator.shuffle(group)
    selected: list[Mutant] = []
    while len(selected) < size and any(shuffled.values()):
        selected += [group.pop() for group in shuffled.values() if group]
    return selected[:size]


def _mutants(operation: str, status: int, recorded: RecordedResponses) -> Iterator[Mutant]:
    for operator, change in operators.STATUS.items():
        if change(status) != status:
            yield Mutant(operation, status, "status", (), operator)
    for name in sorted(recorded.headers):
        for operator in operators.HEADER:
            yield Mutant(operation, status, "header", (name,), operator)
    for path in sorted(recorded.paths):
        for operator in operators.BODY:
            yield Mutant(operation, status, "body", path, operator)
