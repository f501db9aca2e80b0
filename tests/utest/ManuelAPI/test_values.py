"""Values in responses."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Response
from robot.utils import DotDict

from ManuelAPI.client import ApiRequest
from ManuelAPI.keywords.values import ValueKeywords

values = ValueKeywords()


def response(body: bytes) -> Response:
    made = Response()
    made._content = body
    return made


@pytest.mark.parametrize(
    "items",
    [
        [DotDict(usage={"used": 1}), DotDict(usage={"used": 2})],
        [response(b'{"usage": {"used": 1}}'), response(b'{"usage": {"used": 2}}')],
    ],
)
def test_values_of_objects_and_of_responses(items: list[Any]) -> None:
    assert values.get_values(items, "usage.used") == [1, 2]


def test_integers_are_written_as_such() -> None:
    values.values_should_be_integers({"used": 0, "left": 50})
    with pytest.raises(
        AssertionError, match=r"Expected integers, written without a fraction\.\nGot left 50\.0, on True\."
    ):
        values.values_should_be_integers({"used": 0, "left": 50.0, "on": True})


@pytest.mark.parametrize("item", [{}, {"usage": {}}, {"usage": 3}])
def test_an_item_without_the_member_fails(item: dict[str, Any]) -> None:
    with pytest.raises(
        AssertionError, match=r"Expected each item to have 'usage.used'\.\nGot one that does not"
    ):
        values.get_values([{"usage": {"used": 1}}, item], "usage.used")


def test_a_response_without_the_member_is_shown_with_its_status(
    api: Any, respond: Callable[..., Response]
) -> None:
    without = respond(ApiRequest("GET", "/api/user/usage"), {"error": "Not now."})
    with pytest.raises(
        AssertionError,
        match=rf"Expected a response that has 'usage\.used'\.\nGot 200 OK: .*Not now.*\nWhere: GET {api.url}/api/user/usage",
    ):
        values.get_values([without], "usage.used")


@pytest.mark.parametrize(
    ("number", "bounds", "others"),
    [
        (1, {"at_least": 1}, (0, 0.9)),
        (2, {"more_than": 1, "less_than": 3}, (1, 3)),
        (0.5, {"at_most": 0.5}, (0.6, 1)),
    ],
)
def test_only_a_number_within_its_bounds_passes(
    number: float, bounds: dict[str, float], others: tuple[float, ...]
) -> None:
    values.number_should_be(number, **bounds)
    for other in others:
        with pytest.raises(AssertionError, match="Expected a number of"):
            values.number_should_be(other, **bounds)


@pytest.mark.parametrize(
    ("number", "bounds", "expected"),
    [
        (0, {"at_least": 1}, "at least 1"),
        (1, {"more_than": 1}, "more than 1"),
        (2, {"at_most": 1.5}, "at most 1.5"),
        (60, {"at_least": 1, "less_than": 60}, "at least 1 and less than 60"),
    ],
)
def test_a_number_out_of_bounds_fails(number: float, bounds: dict[str, float], expected: str) -> None:
    with pytest.raises(AssertionError, match=rf"Expected a number of {expected}\.\nGot {number}\."):
        values.number_should_be(number, **bounds)


def test_a_number_that_there_is_not_is_within_no_bounds() -> None:
    with pytest.raises(AssertionError, match=r"^Expected a number of at least 600\.\nGot none\.$"):
        values.number_should_be(None, at_least=600)


TENTHS = st.integers(0, 10_000_000)
"""Of a second, as a service reports for how long it has been up: up to eleven days."""


@given(before=TENTHS, passed=st.integers(1, 36_000))
def test_uptimes_are_compared_as_decimal_fractions(before: int, passed: int) -> None:
    started, uptime, seconds = before / 10, (before + passed) / 10, passed / 10
    for number, limit in ((uptime, started + seconds), (uptime - started, seconds)):
        values.number_should_be(number, at_least=limit, at_most=limit)
        values.number_should_be(number, more_than=limit - 0.1, less_than=limit + 0.1)
        for bounds in (
            {"more_than": limit},
            {"less_than": limit},
            {"at_least": limit + 0.1},
            {"at_most": limit - 0.1},
        ):
            with pytest.raises(AssertionError, match="Expected a number of"):
                values.number_should_be(number, **bounds)


@pytest.mark.parametrize("number", [2**53 + 1, 1_790_000_000_001])
def test_whole_numbers_are_compared_exactly(number: int) -> None:
    values.number_should_be(number, more_than=number - 1, less_than=number + 1)
    with pytest.raises(AssertionError, match="Expected a number of at least"):
        values.number_should_be(number, at_least=number + 1)


def test_a_number_needs_a_bound() -> None:
    with pytest.raises(ValueError, match="needs a bound"):
        values.number_should_be(1)
