"""What the result of a function says about a batch."""

import json
from typing import Any

import pytest

from event_sources.batch_result import MalformedBatchResultError, failed_items


@pytest.mark.parametrize(
    ("payload", "failed"),
    [
        (b"", set()),
        (b"null", set()),
        (b"{}", set()),
        (b'{"batchItemFailures": []}', set()),
        (b'{"batchItemFailures": null}', set()),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}]}', {"a"}),
    ],
)
def test_failures_are_named(payload: bytes, failed: set[str]) -> None:
    assert failed_items(payload, ["a", "b"]) == failed


@pytest.mark.parametrize(
    "result",
    [
        "handled",
        {"batchItemFailures": 1},
        {"batchItemFailures": ["a"]},
        {"batchItemFailures": [{"item": "a"}]},
        {"batchItemFailures": [{"itemIdentifier": None}]},
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": "of another batch"}]},
    ],
    ids=repr,
)
def test_unclear_result_is_refused(result: Any) -> None:
    with pytest.raises(MalformedBatchResultError):
        failed_items(json.dumps(result).encode(), ["a", "b"])


def test_invalid_json_is_refused() -> None:
    with pytest.raises(MalformedBatchResultError, match="the result has no list of failures: b'no JSON'"):
        failed_items(b"no JSON", ["a"])
