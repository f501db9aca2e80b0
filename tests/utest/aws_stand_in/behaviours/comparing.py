"""How a case is tried: its placeholders are filled, its request is sent, its answer is compared."""

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from behaviours import Case


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """Return a value with its `{placeholders}` filled in."""
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return names.get(value[1:-1], value)
    if isinstance(value, dict):
        return {filled(name, names): filled(each, names) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, names) for each in value]
    return value


def require(case: Case, client: Any, names: Mapping[str, str]) -> None:
    """Send the request of a case and fail if its answer is another one."""
    call = getattr(client, case.operation)
    parameters = filled(dict(case.parameters), names)
    if isinstance(case.answer, tuple):
        with pytest.raises(ClientError) as refused:
            call(**parameters)
        error = refused.value.response["Error"]
        assert (error["Code"], _as_far_as_expected(error["Message"], case.answer[1])) == case.answer
        return
    answer = call(**parameters)
    del answer["ResponseMetadata"]
    assert answer == filled(case.answer, names)


def _as_far_as_expected(message: str, expected: str) -> str:
    """Return a message, or `…` and its end if only that is expected."""
    if not expected.startswith("…"):
        return message
    end = expected[1:]
    return expected if message.endswith(end) else message
