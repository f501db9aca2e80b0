"""Values in responses."""

from collections.abc import Callable, Mapping
from typing import Any

from robot.api.deco import keyword

from cause_register.forms import A_RESPONSE_THAT_HAS, NoIntegers, OutOfBounds
from field_comparison.comparison import MISSING, Number, field, is_same_number
from ManuelAPI.client import body_of
from ManuelAPI.failures import describe_status, failure

BOUNDS: dict[str, Callable[[Number, Number], bool]] = {
    "at least": lambda number, limit: number > limit or is_same_number(number, limit),
    "more than": lambda number, limit: number > limit and not is_same_number(number, limit),
    "at most": lambda number, limit: number < limit or is_same_number(number, limit),
    "less than": lambda number, limit: number < limit and not is_same_number(number, limit),
}


class ValueKeywords:
    """Keywords that extract values and compare numbers."""

    @keyword(tags=["Value", "Getter"])
    def get_values(self, items: list[Any], member: str) -> list[Any]:
        """Return the value of a member in each of several items.

        Args:
            items: JSON objects, or responses, which stand for their JSON bodies.
            member: The member's name; `usage.daily_used` is a member of a member, `sources.0` the first item of a list.

        Raises:
            AssertionError: An item does not have the member.

        Example:
        ```robotframework
        Upload Manual    coffee-machine.pdf
        ${manuals} =    List All Manuals
        ${names} =    Get Values    ${manuals}    name
        Should Contain    ${names}    coffee-machine.pdf
        ```
        """
        return [_value_in(item, member) for item in items]

    @keyword(tags=["Value", "Assertion"])
    def values_should_be_integers(self, content: dict[str, Any]) -> None:
        """Fail unless each value of an object is an integer, and written as one: `5`, not `5.0`.

        Args:
            content: An object of a response, all of whose values are numbers.

        Raises:
            AssertionError: A value is something else; the message lists all that are.

        Example:
        ```robotframework
        ${usage} =    Get Usage
        Values Should Be Integers    ${usage.current_usage}
        ```
        """
        others = [f"{name} {value!r}" for name, value in content.items() if type(value) is not int]
        if others:
            raise AssertionError(str(NoIntegers(", ".join(others))))

    @keyword(tags=["Value", "Assertion"])
    def number_should_be(
        self,
        number: Number | None,
        *,
        at_least: Number | None = None,
        more_than: Number | None = None,
        at_most: Number | None = None,
        less_than: Number | None = None,
    ) -> None:
        """Fail unless a number is within bounds.

        Numbers with a fraction count as the same if they differ by a billionth at most, or by what rounding costs: `76.6 - 16.6`
        is `59.99999999999999` in binary fractions, and yet it is `at_least=60`.

        Args:
            number: The number; `None`, such as for a metric without values, is within no bounds.
            at_least: The smallest number allowed.
            more_than: A number that it must exceed.
            at_most: The largest number allowed.
            less_than: A number that it must stay below.

        Raises:
            AssertionError: It is out of bounds.
            ValueError: No bound is given.

        Example:
        ```robotframework
        Sign In
        Use Up Rate Limit
        ${wait: int} =    Get Response Header    Retry-After
        Number Should Be    ${wait}    at_least=1    at_most=${rate_limit_window_seconds}
        ```
        """
        limits = dict(zip(BOUNDS, (at_least, more_than, at_most, less_than), strict=True))
        given = {bound: limit for bound, limit in limits.items() if limit is not None}
        if not given:
            raise ValueError("Number Should Be needs a bound, such as at_least=1.")
        if number is None or not all(BOUNDS[bound](number, limit) for bound, limit in given.items()):
            expected = " and ".join(f"{bound} {limit}" for bound, limit in given.items())
            raise AssertionError(str(OutOfBounds(expected, "none" if number is None else str(number))))


def _value_in(item: Any, member: str) -> Any:
    content = item if isinstance(item, Mapping) else body_of(item)
    value = field(content, member)
    if value is MISSING:
        if isinstance(item, Mapping):
            raise AssertionError(f"Expected each item to have {member!r}.\nGot one that does not: {content}.")
        raise failure(f"{A_RESPONSE_THAT_HAS}{member!r}", describe_status(item), item)
    return value
