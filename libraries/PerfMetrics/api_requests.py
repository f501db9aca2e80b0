"""Requests to the API under test: addresses, users, limits."""

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from load_engine.request_template import RequestTemplate

if TYPE_CHECKING:
    from ManuelAuth.identity import Identity

_METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE"
_ROUTE = re.compile(rf"(?:(?P<method>{_METHODS}) )?(?P<path>/\S*)")


def request_to(
    route: str,
    *,
    requests: float,
    body: Any = None,
    headers: dict[str, str] | None = None,
    identities: Sequence["Identity"] | None = None,
) -> RequestTemplate:
    """Return a request to the API under test, sent as these users in turn, or as the current user.

    Args:
        route: Method and path, such as `POST /api/query`; `GET` if there is no method.
        requests: How many will be sent; infinity for load.
        body: A value to send as JSON, or a string to send as it is.
        headers: Additional headers.
        identities: The users whose tokens are sent in turn.

    Raises:
        BlockedError: There is no API.
        RequestRefusedError: The environment does not allow them.
        ValueError: This is not a route, but for instance a whole URL: tokens are for the API under test only.
    """
    from ManuelEnvironment import current_environment, request_gate

    match = _ROUTE.fullmatch(route)
    if not match:
        raise ValueError(
            f"{route!r} is not a route. Expected a method and a path, such as 'GET /health' or 'POST /api/query'."
        )
    environment = current_environment()
    environment.require_api()
    method, url = match["method"] or "GET", environment.api_base_url + match["path"]
    request_gate().admit(method, url, requests=requests)
    content_type = {} if body is None else {"Content-Type": "application/json"}
    return RequestTemplate(
        method=method,
        url=url,
        headers={"Accept": "application/json", **content_type, **(headers or {})},
        body=body if body is None or isinstance(body, str) else json.dumps(body),
        tokens=_tokens(identities),
        timeout=environment.settings.timeout_seconds,
    )


def most_concurrent_requests() -> int:
    """Return how many requests at a time the environment allows."""
    from ManuelEnvironment import current_environment

    return int(current_environment().settings.max_concurrent_requests)


def require_load() -> None:
    """Refuse to send load to an environment that does not allow it.

    Raises:
        PermissionError: The environment does not have the capability `load`.
    """
    from ManuelEnvironment import Capability, current_environment

    environment = current_environment()
    if not environment.offers(Capability.LOAD):
        raise PermissionError(
            f"Environment {environment.settings.environment!r} does not have the capability 'load', so no load is sent to it. "
            "Tag the test needs:load, so that it is skipped here."
        )


def _tokens(identities: Sequence["Identity"] | None) -> tuple[str, ...]:
    from ManuelAuth.identity import current_identity
    from ManuelEnvironment import current_environment

    current = current_identity()
    senders = identities or ([current] if current else [])
    kind = current_environment().settings.token_kind
    return tuple(identity.token(kind).value for identity in senders)
