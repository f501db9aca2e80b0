"""The handler of the error queue as a function."""

import json
from typing import Any

import pytest

from manuel_sandbox.queue_function import QueueFunction, mapping_of


def test_handler_gets_the_event_and_its_result_is_json() -> None:
    function = QueueFunction(lambda event, _context: {"seen": event["Records"]})

    result = function.invoke("errors", b'{"Records": [1]}')

    assert (json.loads(result.payload), result.error) == ({"seen": [1]}, None)


def test_crash_is_an_error_of_the_function(caplog: pytest.LogCaptureFixture) -> None:
    def crash(_event: Any, _context: Any) -> None:
        raise RuntimeError("4711")

    result = QueueFunction(crash).invoke("errors", b"{}")

    assert (json.loads(result.payload), result.error) == ({"errorMessage": "4711"}, "Unhandled")
    assert "4711" in caplog.text


def test_mapping_of_a_queue_url() -> None:
    mapping = mapping_of("http://127.0.0.1:4000/123456789012/errors", "eu-west-1")

    assert mapping.source_arn == "arn:aws:sqs:eu-west-1:123456789012:errors"
    assert (mapping.batch_size, mapping.reports_failures, mapping.maximum_concurrency) == (10, True, 1)
