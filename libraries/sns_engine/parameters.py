"""Values in requests: ARNs, flags, and JSON."""

import json
from typing import Any

from sns_engine.errors import InvalidTopicParameterError

FIFO_SUFFIX = ".fifo"


def json_object(text: str) -> dict[str, Any] | None:
    """Return the object that a text has in JSON; None if it has none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def require_arn(text: str | None, parameter: str) -> list[str]:
    """Return the parts of an ARN.

    Args:
        text: The ARN.
        parameter: Where it stands in the request.

    Raises:
        SnsError: It is no ARN.
    """
    parts = (text or "").split(":")
    if len(parts) < 6:  # noqa: PLR2004 - arn:aws:sns:region:account:name
        raise InvalidTopicParameterError(
            f"{parameter} Reason: An ARN must have at least 6 elements, not {len(parts)}"
        )
    return parts


def is_flag(text: str) -> bool:
    """Return whether a text says true or false."""
    return text.lower() in ("true", "false")
