"""What a function says about the records of a batch.

AWS Lambda Developer Guide, "Implementing partial batch responses".
"""

import json
from collections.abc import Collection


class MalformedBatchResultError(ValueError):
    """The result does not say what has failed, so that the whole batch counts as failed."""


def failed_items(payload: bytes, identifiers: Collection[str]) -> set[str]:
    """Return the identifiers in `batchItemFailures`; nothing, null and an empty list mean that none has failed.

    Args:
        payload: What the function returned, in JSON.
        identifiers: Those of the records of the batch.

    Raises:
        MalformedBatchResultError: It can't be understood, or names records that are not in the batch.
    """
    try:
        result = json.loads(payload) if payload.strip() else None
        failures = (result or {}).get("batchItemFailures") or []
        failed = {failure["itemIdentifier"] for failure in failures}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MalformedBatchResultError(f"the result has no list of failures: {payload[:200]!r}") from error
    if not failed <= set(identifiers):
        raise MalformedBatchResultError(f"the failures are not of this batch: {sorted(map(str, failed))}")
    return failed
