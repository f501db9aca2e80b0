"""Which changes there are to try: one for each operator, at each place of each response that was seen."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from manuel_runner.mutation import operators
from manuel_runner.mutation.documents import MemberPath
from manuel_runner.mutation.proxy import Exchange
from manuel_runner.mutation.recording import Recording, Seen

Place = Literal["status", "header", "body"]


@dataclass(frozen=True)
class Mutant:
    """One change to the responses of one operation with one status.

    Attributes:
        operation: Method and path of the contract, as `GET /api/user/usage`.
        status: The status that the operation answered with.
        place: What is changed.
        target: Name of the header, or path of the member; empty for the status.
        operator: How it is changed.
    """

    operation: str
    status: int
    place: Place
    target: MemberPath
    operator: str

    def __str__(self) -> str:
        target = f" {'.'.join(self.target)}" if self.target else ""
        return f"{self.operation} {self.status}: {self.place}{target}: {self.operator}"

    def apply(self, exchange: Exchange) -> Exchange:
        """The exchange with another response; as it was if it is of another kind or has nothing to change."""
        if (exchange.operation, exchange.status) != (self.operation, self.status):
            return exchange
        match self.place:
            case "status":
                return replace(exchange, status=operators.STATUS[self.operator](exchange.status))
            case "header":
                return replace(exchange, headers=tuple(self._changed_headers(exchange.headers)))
            case "body":
                text = operators.mutate_body(exchange.body.decode(), self.target, self.operator)
                return exchange if text is None else replace(exchange, body=text.encode())

    def _changed_headers(self, headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for name, value in headers:
            is_target = name.lower() == self.target[0].lower()
            changed = operators.HEADER[self.operator](value) if is_target else value
            if changed is not None:
                yield name, changed


def mutants_of(recording: Recording) -> dict[str, list[Mutant]]:
    """Every change that can be tried, by operation."""
    mutants: dict[str, list[Mutant]] = {}
    for (operation, status), seen in sorted(recording.items()):
        mutants.setdefault(operation, []).extend(_mutants(operation, status, seen))
    return mutants


def sample(mutants: Mapping[str, Iterable[Mutant]], size: int, seed: int) -> list[Mutant]:
    """About as many mutants of each operation, chosen at random; the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret, but a choice that can be repeated
    shuffled = {operation: list(group) for operation, group in mutants.items()}
    for group in shuffled.values():
        chance.shuffle(group)
    chosen: list[Mutant] = []
    while len(chosen) < size and any(shuffled.values()):
        chosen += [group.pop() for group in shuffled.values() if group]
    return chosen[:size]


def _mutants(operation: str, status: int, seen: Seen) -> Iterator[Mutant]:
    for operator, change in operators.STATUS.items():
        if change(status) != status:
            yield Mutant(operation, status, "status", (), operator)
    for name in sorted(seen.headers):
        for operator in operators.HEADER:
            yield Mutant(operation, status, "header", (name,), operator)
    for path in sorted(seen.paths):
        for operator in operators.BODY:
            yield Mutant(operation, status, "body", path, operator)
