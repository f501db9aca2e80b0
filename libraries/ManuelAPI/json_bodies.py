"""Bodies of responses as JSON objects."""

from typing import TYPE_CHECKING, Any

from strict_json import parse_json

if TYPE_CHECKING:
    from requests import Response


def object_of(response: "Response") -> dict[str, Any]:
    """Return the JSON object in the body of a response; an empty one if the body is anything else."""
    try:
        body = parse_json(response.text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
