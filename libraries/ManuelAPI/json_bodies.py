"""Bodies of requests and responses as JSON objects."""

from typing import TYPE_CHECKING, Any

from strict_json import parse_json

if TYPE_CHECKING:
    from requests import Response


def object_of(response: "Response") -> dict[str, Any]:
    """Return the JSON object in the body of a response; an empty one if the body is anything else."""
    return object_in(response.text)


def object_in(body: object) -> dict[str, Any]:
    """Return the JSON object in a body; an empty one if it is anything else, such as none or one in pieces.

    Example:
        >>> object_in(b'{"question": "How?"}'), object_in("[]"), object_in(None)
        ({'question': 'How?'}, {}, {})
    """
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    if not isinstance(body, str):
        return {}
    try:
        found = parse_json(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
