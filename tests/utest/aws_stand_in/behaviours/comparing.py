"""How a case is tried: its placeholders are filled, its request is sent, its answer is compared."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from behaviours import Case

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """Return a value with its `{placeholders}` filled in."""
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), value)
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
        names: What the placeholders stand for.
        volatile: Members of the answer that differ from time to time.
        statuses: The HTTP status of each code of an error; None if statuses are not compared.
    """
    call = getattr(client, case.operation)
    parameters = filled(dict(case.parameters), names)
    if isinstance(case.answer, tuple):
        with pytest.raises(ClientError) as refused:
            call(**parameters)
        _require_error(refused.value.response, case.answer, statuses)
        return
    assert settled(call(**parameters), volatile) == filled(case.answer, names)


def _require_error(response: Any, expected: tuple[str, str], statuses: Mapping[str, int] | None) -> None:
    error, (code, message) = response["Error"], expected
    assert (error["Code"], _as_far_as_expected(error.get("Message") or "", message)) == expected
    if statuses is not None:
        assert response["ResponseMetadata"]["HTTPStatusCode"] == statuses[code]


def _as_far_as_expected(message: str, expected: str) -> str:
    """Return a message, or `…` and its end if only that is expected."""
    if not expected.startswith("…"):
        return message
    end = expected[1:]
    return expected if message.endswith(end) else message
