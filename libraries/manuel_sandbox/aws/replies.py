"""Replies of AWS that only look like success.

botocore parses a reply with status 200 that is cut off or not JSON as an empty result, and returns that as success.
"""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.model import OperationModel

SUCCESS = range(200, 300)


class InvalidReplyError(Exception):
    """AWS has reported success, but has not sent what the operation returns."""


def require_whole_json(operation_model: "OperationModel", response_dict: dict[str, Any], **_: Any) -> None:
    """Reject a successful reply that is not JSON although its protocol requires it; a `before-parse` hook of botocore.

    Raises:
        InvalidReplyError: The reply is not JSON.
    """
    if response_dict["status_code"] not in SUCCESS or not _returns_json(operation_model):
        return
    try:
        json.loads(response_dict["body"])
    except ValueError:
        raise InvalidReplyError(f"{operation_model.name} returned incomplete JSON") from None


def _returns_json(operation_model: "OperationModel") -> bool:
    """Return whether the body is one JSON object, and not a single member of the result as with InvokeModel."""
    shape = operation_model.output_shape
    protocol = str(operation_model.service_model.resolved_protocol)
    return (
        "json" in protocol
        and shape is not None
        and bool(shape.members)
        and "payload" not in shape.serialization
    )
