"""The page of a list that a request asks for."""

import re
from dataclasses import dataclass

from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
from manuel_sandbox.handlers.api import HandlerRequest

DEFAULT_LIMIT, MOST = 20, 100
WHOLE_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class RequestedPage:
    """A page of a list."""

    limit: int
    next_token: str | None


def requested_page(request: HandlerRequest) -> RequestedPage:
    """Read `limit` and `next_token`.

    Raises:
        InvalidFieldError: `limit` is not a number from 1 to 100, or a parameter occurs more than once.
    """
    limit = request.parameter("limit")
    if limit is None:
        return RequestedPage(DEFAULT_LIMIT, request.parameter("next_token"))
    if not WHOLE_NUMBER.fullmatch(limit) or not 1 <= int(limit) <= MOST:
        raise InvalidFieldError(FieldProblem("limit", f"it must be a whole number from 1 to {MOST}"))
    return RequestedPage(int(limit), request.parameter("next_token"))
