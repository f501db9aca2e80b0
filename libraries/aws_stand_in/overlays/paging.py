"""Lists that are returned a page at a time."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from aws_stand_in.aws_response import AwsError

DEFAULT_PAGE_SIZE = 100
LARGEST_PAGE_SIZE = 1_000_000
LONGEST_POSITION = 12
"""How many digits the position has at which a page begins."""


def page(
    items: Iterable[Any],
    parameters: Mapping[str, Any],
    member: str,
    *,
    size: str = "maxResults",
    token: str = "nextToken",
) -> dict[str, Any]:
    """Return one page of a list operation.

    Args:
        items: All items; those behind the page are not looked at.
        parameters: The operation's parameters.
        member: Name of the list in the result.
        size: Name of the page size parameter.
        token: Name of the token, in parameters and result.

    Raises:
        AwsError: ValidationException for a token that was never issued.
    """
    start = str(parameters.get(token) or "0")
    limit = min(int(parameters.get(size) or DEFAULT_PAGE_SIZE), LARGEST_PAGE_SIZE)
    is_position = start.isdigit() and len(start) <= LONGEST_POSITION
    found = list(islice(items, int(start), int(start) + limit + 1)) if is_position else []
    if start != "0" and not found:
        raise AwsError("ValidationException", f"The {token} is invalid.", status=400)
    result: dict[str, Any] = {member: found[:limit]}
    if len(found) > limit:
        result[token] = str(int(start) + limit)
    return result
