"""Where a response can deviate from the contract, and the rules that it violates there which JSON Schema has no word for."""

STATUS = "status"
"""The place of a deviation that concerns the status."""
BODY = "body"
"""The place of a deviation that concerns the whole body."""
HEADER = "header "
"""How the place of a deviation begins that concerns a header, or several, with `, ` between their names."""
EACH = "*"
"""The member in the place of a deviation that several members of an object have."""

CACHED_ANSWER = "premise"
"""The rule of an answer from the cache, which says nothing about index, model and failures."""
OTHER_USER = "user"
"""The rule of a response that names another user than the request's token does."""
ANY_REQUEST = "any request"
"""The rule of a refusal of any request of a user, so that a test that meets it cannot be judged."""
UNNECESSARY_TOKEN_REQUIREMENT = "token"
"""The rule of a public operation that requires a token."""
UNSUPPORTED_VERSION = "version"
"""The rule for an answer to a request that names an unknown version."""
UNCOUNTED = "count"
"""The rule of an answer that is not counted: in the counter that is the cause's place, or in none."""
REPEATED = "repeated"
"""The rule of a submission that makes a second manual with its idempotency key."""
DAY_IS_OVER, MONTH_IS_OVER = "day", "month"
"""The rules of a usage of a day, or of a month, that has ended, and of a quota that is reset at the wrong time."""
QUOTA_STATUS = "quota status"
"""The rule of a quota whose status contradicts its numbers."""


def headers_in(place: str) -> list[str]:
    """Return the names of the headers that a deviation concerns; none if it concerns something else.

    Example:
        >>> headers_in("header Vary, Age"), headers_in("body")
        (['Vary', 'Age'], [])
    """
    return place.removeprefix(HEADER).split(", ") if place.startswith(HEADER) else []
