"""How a case is tried: its placeholders are filled, its request is sent, its answer is compared."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

from behaviours import Case

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class MadeWhenNamed(Mapping[str, str]):
    """What placeholders stand for, each made when it is asked for first: most cases are about one thing of many.

    Args:
        makers: Create what a placeholder stands for and return its name, by placeholder.
    """

    def __init__(self, **makers: Callable[[], str]) -> None:
        self._makers = makers
        self._made: dict[str, str] = {}

    def __getitem__(self, placeholder: str) -> str:
        if placeholder not in self._made:
            self._made[placeholder] = self._makers[placeholder]()
        return self._made[placeholder]

    def __contains__(self, placeholder: object) -> bool:
        return placeholder in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def named(case: Case, names: Mapping[str, str]) -> dict[str, str]:
    """Return what the placeholders of a case stand for, in its request and in its answer."""
    placeholders = _PLACEHOLDER.findall(f"{case.parameters}{case.answer}")
    return {placeholder: names[placeholder] for placeholder in placeholders if placeholder in names}


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """Return a value with its `{placeholders}` filled in."""
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: names[found[1]] if found[1] in names else found[0], value)
    if isinstance(value, dict):
        return {filled(name, names): filled(each, names) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, names) for each in value]
    return value


def settled(answer: Any, volatile: Collection[str] = ()) -> Any:
    """Return an answer with its content read and without its metadata and what differs from time to time."""
    if isinstance(answer, dict):
        left_out = {"ResponseMetadata", *volatile}
        return {name: settled(each, volatile) for name, each in answer.items() if name not in left_out}
    if isinstance(answer, list):
        return [settled(each, volatile) for each in answer]
    return answer.read() if hasattr(answer, "read") else answer


def require(
    case: Case,
    client: Any,
    names: Mapping[str, str],
    *,
    volatile: Collection[str] = (),
    statuses: Mapping[str, int] | None = None,
) -> None:
    """Send the request of a case and fail if its answer is another one.

    Args:
        case: The case.
        client: The client of the service.
        names: What placeholders stand for.
        volatile: Members of the answer that differ from time to time.
        statuses: The HTTP status of each code of an error; None if statuses are not compared.
    """
    made = named(case, names)
    call = partial(getattr(client, case.operation), **filled(dict(case.parameters), made))
    if isinstance(case.answer, tuple):
        code, message = case.answer
        require_error((code, filled(message, made)), call, statuses)
    else:
        assert settled(call(), volatile) == filled(case.answer, made)


def require_error(
    expected: tuple[str, str], call: Callable[[], Any], statuses: Mapping[str, int] | None = None
) -> None:
    """Fail if a request does not end with an error of this code and message.

    Args:
        expected: The code and the message, or `…` and the end of the message.
        call: Sends the request.
        statuses: The HTTP status of each code of an error; None if statuses are not compared.
    """
    with pytest.raises(ClientError) as refused:
        call()
    response: Any = refused.value.response
    error, (code, message) = response["Error"], expected
    assert (error["Code"], _as_far_as_expected(error.get("Message") or "", message)) == expected
    if statuses is not None:
        assert response["ResponseMetadata"]["HTTPStatusCode"] == statuses[code]


def require_members(got: Any, expected: Any) -> None:
    """Fail if an answer has not all members that are expected, at any depth; lists are as long as expected, `{}` is empty."""
    if isinstance(expected, dict) and expected:
        assert expected.keys() <= got.keys(), got
        for name, value in expected.items():
            require_members(got[name], value)
    elif isinstance(expected, list):
        assert len(got) == len(expected), got
        for one, value in zip(got, expected, strict=True):
            require_members(one, value)
    else:
        assert got == expected


def _as_far_as_expected(message: str, expected: str) -> str:
    """Return a message, or `…` and its end if only that is expected."""
    if not expected.startswith("…"):
        return message
    end = expected[1:]
    return expected if message.endswith(end) else message
