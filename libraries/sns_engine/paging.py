"""Lists, a hundred at a time."""

import base64
from itertools import islice
from typing import Any

from sortedcontainers import SortedDict

from sns_engine.errors import InvalidTopicParameterError

PAGE_SIZE = 100


def page(
    held: "SortedDict[str, Any]", token: str | None, within: str = ""
) -> tuple[list[str], dict[str, str]]:
    """Return the names behind a token, and the token of the next page if there is one.

    Args:
        held: Things by ARN.
        token: That of the page before; None for the first page.
        within: What the ARNs begin with.

    Raises:
        SnsError: The token was never issued.
    """
    first, end = _position(token) or within, f"{within[:-1]};" if within else None
    names = held.irange(first, end, inclusive=(not token, False))
    *found, behind = [*islice(names, PAGE_SIZE), next(names, None)]
    more = {} if behind is None else {"NextToken": base64.b64encode(found[-1].encode()).decode()}
    return found, more


def _position(token: str | None) -> str | None:
    if not token:
        return None
    try:
        return base64.b64decode(token, validate=True).decode()
    except ValueError:
        raise InvalidTopicParameterError("NextToken") from None
