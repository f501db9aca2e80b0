"""The violations of the contract that a response can have, in words that do not vary from response to response."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cause_register.rules import BODY, EACH, HEADER, headers_in

if TYPE_CHECKING:
    import jsonschema_rs


ID = re.compile(r"[0-9a-fA-F-]*\d[0-9a-fA-F-]{7,}|\d+")
DISCLOSES = "discloses"
PHRASES = {
    DISCLOSES: "says what the backend is made of",
    "const": "is not the documented value",
    "enum": "is not one of the documented values",
    "format": "does not have the documented format",
    "pattern": "does not have the documented form",
    "minimum": "is too small",
    "exclusiveMinimum": "is too small",
    "maximum": "is too large",
    "exclusiveMaximum": "is too large",
    "minLength": "is too short",
    "maxLength": "is too long",
    "minItems": "has too few entries",
    "maxItems": "has too many entries",
    "x-written-as-integer": "is not written as an integer",
    "oneOf": "has none of the documented forms",
    "anyOf": "has none of the documented forms",
}
BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
"""The rules by which a number is too small or too large."""
MANY = 3
"""How many members of an object are of the same wrong type, or headers of a response are missing, for the same reason."""
UNDOCUMENTED_BODY = "documented"
"""The rule of a body where the contract has none."""
UNEXPECTED = ("additionalProperties", "unevaluatedProperties")


@dataclass(frozen=True)
class Violation:
    """One way in which a response violates the contract.

    Attributes:
        message: What was found in this response, with its values.
        finding: What is wrong with such responses, without values: `` `region` is not in the contract``.
        place: Where: `sources[].score`, `header Vary`, several headers as `header Vary, Age`, `body`, `status`.
        rule: The keyword of JSON Schema, or a word of our own.
    """

    message: str
    finding: str
    place: str
    rule: str

    @property
    def headers(self) -> list[str]:
        """The names of the headers in question; none if it is something else."""
        return headers_in(self.place)

    def __str__(self) -> str:
        return self.message


def header_violation(name: str, message: str, rule: str) -> Violation:
    """Return the violation of a header that is there, and should be another."""
    return Violation(message, f"header `{name}` {_phrase(rule)}", f"{HEADER}{name}", rule)


def missing_header(name: str) -> Violation:
    """Return the violation of a header that should be there."""
    return Violation(
        f"header {name} is missing", f"header `{name}` is missing", f"{HEADER}{name}", "required"
    )


def missing_headers(names: Sequence[str]) -> list[Violation]:
    """Return a violation for each header that should be there; a single one if many are missing, as where nothing sets them."""
    if len(names) < MANY:
        return [missing_header(name) for name in names]
    message = f"headers {', '.join(names)} are missing"
    place = f"{HEADER}{', '.join(names)}"
    return [Violation(message, "many of the documented headers are missing", place, "required")]


def schema_violations(error: "jsonschema_rs.ValidationError") -> Iterator[Violation]:
    """Yield a violation for each member of the body that an error of the JSON Schema validator concerns."""
    where = ".".join(str(part) for part in error.instance_path)
    message = f"{where}: {error.message}" if where else error.message
    rule, details = rule_of(error), error.kind.as_dict()
    if rule in UNEXPECTED:
        for name in dict.fromkeys(_without_ids(name) for name in details["unexpected"]):
            place = _place([*error.instance_path, name])
            yield Violation(message, f"`{place}` is not in the contract", place, rule)
    elif rule == "required":
        place = _place([*error.instance_path, details["property"]])
        yield Violation(message, f"`{place}` is missing", place, rule)
    else:
        place = _place(error.instance_path)
        phrase = f"is not of type {' or '.join(details['types'])}" if rule == "type" else _phrase(rule)
        yield Violation(message, f"{'the body' if place == BODY else f'`{place}`'} {phrase}", place, rule)


def without_repetitions(violations: Sequence[Violation]) -> list[Violation]:
    """Return one violation for many members of an object that are all of the same wrong type."""
    of_objects: dict[tuple[str, str], list[Violation]] = {}
    for each in violations:
        phrase = each.finding.rpartition("`")[2]
        key = (each.place.rpartition(".")[0], phrase) if each.rule == "type" else ("", each.finding)
        of_objects.setdefault(key, []).append(each)
    return [
        _of_each_member(place, phrase, alike) if place and len(alike) >= MANY else violation
        for (place, phrase), alike in of_objects.items()
        for violation in (alike[:1] if place and len(alike) >= MANY else alike)
    ]


def _of_each_member(place: str, phrase: str, alike: Sequence[Violation]) -> Violation:
    message = "; ".join(each.message for each in alike)
    return Violation(message, f"`{place}.{EACH}`{phrase}", f"{place}.{EACH}", "type")


def other_body(errors: "Sequence[jsonschema_rs.ValidationError]", body: Any) -> list[Violation]:
    """Return a violation if an object has none of the documented members: it is a different one, such as another error."""
    if not isinstance(body, dict) or not body:
        return []
    unexpected = {
        name
        for error in errors
        if rule_of(error) in UNEXPECTED and not error.instance_path
        for name in error.kind.as_dict()["unexpected"]
    }
    if unexpected != {*body}:
        return []
    message = f"the body has {', '.join(body)}, and none of the documented members"
    return [Violation(message, "the body has none of the documented members", BODY, UNEXPECTED[0])]


def rule_of(error: "jsonschema_rs.ValidationError") -> str:
    """Return the keyword of JSON Schema that is violated."""
    return next((str(part) for part in reversed(error.schema_path) if isinstance(part, str)), "schema")


def _place(path: Sequence[str | int]) -> str:
    """Return the path of a member, without what varies: the indexes of arrays, and ids as names of members."""
    names = ("[]" if isinstance(part, int) else f".{_without_ids(part)}" for part in path)
    return "".join(names).removeprefix(".") or BODY


def _without_ids(name: str) -> str:
    return "*" if ID.fullmatch(name) else name


def _phrase(rule: str) -> str:
    return PHRASES.get(rule, f"violates `{rule}`")
