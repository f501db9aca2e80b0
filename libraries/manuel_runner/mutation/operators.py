"""The mutation operators: how to change the status, a header, or a member of the JSON body of a response."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from manuel_runner.mutation.documents import MemberPath, Members, holder_of, parse, to_text

StatusOperator = Callable[[int], int]
HeaderOperator = Callable[[str], str | None]
MemberOperator = Callable[[Members, int], None]

UNCHANGED = object()

NEIGHBOURS = {200: 201, 201: 200, 204: 200, 400: 422, 401: 403, 403: 401, 413: 400, 415: 400, 429: 403}
"""The status that a status is most easily confused with; the next number for all others."""


def _neighbour(status: int) -> int:
    return NEIGHBOURS.get(status, status + 1)


def _to(other: HTTPStatus) -> StatusOperator:
    """Change the class of a status; a status that is already of that class stays as it is."""
    return lambda status: status if status // 100 == other // 100 else int(other)


STATUS: dict[str, StatusOperator] = {
    "neighbour": _neighbour,
    "success": _to(HTTPStatus.OK),
    "client error": _to(HTTPStatus.BAD_REQUEST),
    "server error": _to(HTTPStatus.INTERNAL_SERVER_ERROR),
}


def _change_text(value: str) -> str:
    """Change a string slightly: its last letter or digit becomes the next one."""
    if not value or not value[-1].isalnum():
        return value + "x"
    last = value[-1]
    following = {"9": "0", "z": "a", "Z": "A", "f": "a"}.get(last, chr(ord(last) + 1))
    return value[:-1] + following


HEADER: dict[str, HeaderOperator] = {"drop": lambda _value: None, "change": _change_text}


def _null(value: Any) -> Any:
    return UNCHANGED if value is None else None


def _retype(value: Any) -> Any:
    match value:
        case None | Members():
            return ""
        case bool() | list():
            return Members()
        case int() | float():
            return str(value)
        case _:
            return 7


def _empty(value: Any) -> Any:
    match value:
        case None | bool() | "" | 0:
            return UNCHANGED
        case Members():
            return Members() if value else UNCHANGED
        case list():
            return [] if value else UNCHANGED
        case int() | float():
            return 0
        case _:
            return ""


def _extend(value: Any) -> Any:
    match value:
        case None:
            return UNCHANGED
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return _change_text(value)
        case Members():
            return Members([*value, ("unexpected", True)])
        case _:
            return [*value, value[-1]] if value else ["unexpected"]


def _with_value(change: Callable[[Any], Any]) -> MemberOperator:
    def operator(members: Members, index: int) -> None:
        name, value = members[index]
        changed = change(value)
        if changed is not UNCHANGED:
            members[index] = (name, changed)

    return operator


def _drop(members: Members, index: int) -> None:
    del members[index]


def _rename(members: Members, index: int) -> None:
    name, value = members[index]
    members[index] = (f"{name}_", value)


def _duplicate(members: Members, index: int) -> None:
    members.insert(index, members[index])


BODY: dict[str, MemberOperator] = {
    "drop": _drop,
    "null": _with_value(_null),
    "retype": _with_value(_retype),
    "rename": _rename,
    "empty": _with_value(_empty),
    "duplicate": _duplicate,
    "extend": _with_value(_extend),
}


def mutate_body(text: str, path: MemberPath, operator: str) -> str | None:
    """Change one member of a JSON document.

    Returns:
        The changed document, or None where there is no such member or nothing about it to change.

    Example:
        >>> mutate_body('{"usage": {"daily": 3}}', ("usage", "daily"), "extend")
        '{"usage": {"daily": 4}}'
    """
    try:
        document = parse(text)
        members, index = holder_of(document, path)
    except (ValueError, LookupError):
        return None
    before = to_text(document)
    BODY[operator](members, index)
    after = to_text(document)
    return None if after == before else after
