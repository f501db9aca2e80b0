"""Lists that are returned a page at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_stand_in.aws_response import AwsError

DEFAULT_PAGE_SIZE = 100


def page(
    items: Sequence[Any],
    parameters: Mapping[str, Any],
    member: str,
    *,
    size: str = "maxResults",
    token: str = "nextToken",
) -> dict[str, Any]:
    """Return one page of a list operation.

    Args:
        items: All items.
        parameters: The operation's parameters.
        member: Name of the list in the result.
        size: Name of the page size parameter.
        token: Name of the token, in parameters and result.

    Raises:
        AwsError: ValidationException for a token that was never issued.
    """
    start_text = str(parameters.get(token) or "0")
    if not start_text.isdigit() or int(start_text) > len(items):
        raise AwsError("ValidationException", f"The {token} is invalid.", status=400)
    start = int(start_text)
    end = start + int(parameters.get(size) or DEFAULT_PAGE_SIZE)
    result: dict[str, Any] = {member: list(items[start:end])}
    if end < len(items):
        result[token] = str(end)
    return result
