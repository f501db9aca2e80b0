import time
import uuid
from collections.abc import Callable
from typing import Any, get_args

import pytest

from manuel_sandbox.domain import error_tracking
from ManuelResilience.keywords import error_queue
from ManuelResilience.keywords.error_queue import ErrorQueueKeywords


class Queues:
    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def send_message(self, queue: str, body: Any) -> None:
        self.sent.append((queue, body))


def test_severities_are_those_of_the_reference_backend() -> None:
    """The keywords also test other backends, so they do not import this one."""
    assert get_args(error_queue.Severity) == get_args(error_tracking.Severity)


@pytest.mark.parametrize("severity", ["low", "critical"])
def test_each_failure_is_one_of_its_own(import_libraries: Callable[..., None], severity: Any) -> None:
    queues = Queues()
    import_libraries(MockAWS=queues)
    ids = [ErrorQueueKeywords().send_failure_to_error_queue(severity=severity) for _ in range(2)]
    assert [(queue, body["request_id"], body["severity"]) for queue, body in queues.sent] == [
        ("error", request_id, severity) for request_id in ids
    ]
    assert len({uuid.UUID(request_id) for request_id in ids}) == 2
    assert abs(queues.sent[0][1]["timestamp"] - time.time()) < 5


def test_a_message_that_a_test_sends_itself_may_have_a_severity_that_does_not_exist() -> None:
    failures = [ErrorQueueKeywords().compose_failure_message(severity="terrible") for _ in range(2)]
    assert [failure.severity for failure in failures] == ["terrible"] * 2
    assert failures[0].request_id != failures[1].request_id
