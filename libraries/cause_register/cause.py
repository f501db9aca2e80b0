"""A cause of failure, and an example of it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Self

from strict_json import well_formed_json

BLOCKED_BY = "blocked by "
"""How the message of a blocked test begins; the cause's reason follows, up to the end of the line."""
UNKNOWN_CALLS = "unknown: "
"""How the AWS calls of a request begin where nothing says which calls they are; lines about other calls may follow."""


class CauseKind(StrEnum):
    """What is wrong: a response, an operation as a whole, or the environment as a whole."""

    DEVIATION = "deviation"
    UNUSABLE = "unusable"
    ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Cause:
    """A cause of failure.

    Two causes with the same kind and reason are the same cause. A reason contains nothing that varies from response to
    response: no id, no index, no value.

    Attributes:
        reason: What a blocked test says after "blocked by", such as `POST /api/manuals/upload 404`.
        title: The name under which the cause is reported, such as `POST /api/manuals/upload: expected 201, got 404`.
        expected: What was expected, as a phrase.
        got: What was there instead when the cause was claimed, as a phrase.
        hint: What to look at next.
        operation: Method and path in the contract; empty if the cause concerns no operation.
        status: The status of the response; None without a response.
        place: Where in the response, such as `sources[].score` or `header Retry-After`; empty if that is not the point.
        rule: The rule that is violated there, in JSON Schema's words where it has one: `required`, `type`.
    """

    kind: CauseKind
    reason: str
    title: str = field(compare=False)
    expected: str = field(compare=False)
    got: str = field(compare=False)
    hint: str = field(default="", compare=False)
    operation: str = field(default="", compare=False)
    status: int | None = field(default=None, compare=False)
    place: str = field(default="", compare=False)
    rule: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """The cause's identity, as the name of a file."""
        return hashlib.sha256(f"{self.kind} {self.reason}".encode(errors="backslashreplace")).hexdigest()[:16]


@dataclass(frozen=True)
class Example:
    """One occasion on which a cause was met.

    Attributes:
        where: The request with its ids and duration, on one line.
        aws_calls: The AWS calls of the request, a line each.
        faults: The names of the fault rules that hit them.
    """

    where: str = ""
    request_id: str | None = None
    trace_id: str | None = None
    aws_calls: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownCause:
    """A cause with the test that met it first, and what happened there."""

    cause: Cause
    test: str
    example: Example

    def to_json(self) -> str:
        """Return a JSON object, from which `from_json` makes the same cause."""
        return well_formed_json(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` has written.

        Raises:
            ValueError: The text is not such a JSON object.
        """
        try:
            parsed = json.loads(text)
            cause, example = parsed["cause"], parsed["example"]
            lists = {name: tuple(example[name]) for name in ("aws_calls", "faults")}
            kind = CauseKind(cause["kind"])
            return cls(Cause(**{**cause, "kind": kind}), parsed["test"], Example(**{**example, **lists}))
        except (KeyError, TypeError) as error:
            raise ValueError(f"Expected a cause as JSON.\nGot {text} ({error})") from None
