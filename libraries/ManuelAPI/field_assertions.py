"""What the fields of a response must be."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cause_register.forms import ExpectedFields
from field_comparison.comparison import as_condition, complaints, differences
from ManuelAPI.failures import failure

if TYPE_CHECKING:
    from requests import Response


def require_fields(subject: str, content: Any, wanted: Mapping[str, Any], response: "Response") -> None:
    """Fail unless content has each of these fields with this value.

    Args:
        subject: What the content is, as a phrase: `a manual`.
        content: The body of a response, or a part of it.
        wanted: Values by the paths of fields: `usage.daily_used`, `sources.0.page_number`.
        response: The response that the content came with.

    Raises:
        AssertionError: A field differs or does not exist; the message has a line for each.
        ValueError: No field is given.
    """
    if not wanted:
        raise ValueError(
            f"There is no field to compare in {subject}. Give one or more, such as status=ready."
        )
    if differences(content, wanted):
        raise wrong_fields(subject, content, wanted, response)


def wrong_fields(
    subject: str, content: Any, wanted: Mapping[str, Any], response: "Response"
) -> AssertionError:
    """The failure of content that differs, with the arguments of `require_fields`."""
    expected = ExpectedFields(subject, as_condition(wanted))
    return failure(str(expected), complaints(content, wanted), response)
