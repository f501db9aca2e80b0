"""Replies of AWS that look like success and are not.

botocore parses a reply of status 200 that is cut off, or is no JSON, as an empty result, and returns that as success.
"""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.model import OperationModel

SUCCESS = range(200, 300)


class InvalidReplyError(Exception):
    """AWS said success, but what it sent is not what the operation returns."""


def require_whole_json(operation_model: "OperationModel", response_dict: dict[str, Any], **_: Any) -> None:
    """botocore's `before-parse` hook: refuse a successful reply of a JSON protocol that is not JSON.

    Raises:
        InvalidReplyError: It is not.
    """
    if response_dict["status_code"] not in SUCCESS or not _returns_json(operation_model):
        return
    try:
        json.loads(response_dict["body"])
    except ValueError:
        raise InvalidReplyError(f"{operation_model.name} returned no whole JSON") from None


def _returns_json(operation_model: "OperationModel") -> bool:
    """Whether the body is one JSON object: not so if one member is the whole body, as that of InvokeModel is."""
    shape = operation_model.output_shape
    protocol = str(operation_model.service_model.resolved_protocol)
    return (
        "json" in protocol
        and shape is not None
        and bool(shape.members)
        and "payload" not in shape.serialization
    )
