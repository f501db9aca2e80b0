"""What is logged while a queue or stream can't be read."""

import pytest

from event_sources.reading_failures import ReadingFailures

ARN = "arn:aws:sqs:eu-west-1:123456789012:jobs"
GONE, REFUSED = OSError("gone"), OSError("refused")


@pytest.fixture
def failures() -> ReadingFailures:
    return ReadingFailures(ARN)


def test_a_failure_is_logged_once_in_one_line(
    failures: ReadingFailures, caplog: pytest.LogCaptureFixture
) -> None:
    failures.note(GONE)
    failures.note(OSError("gone"))
    assert caplog.messages == [f"{ARN} can't be read at present: gone"]
    assert all(record.exc_info is None for record in caplog.records)


def test_another_failure_is_logged_too(failures: ReadingFailures, caplog: pytest.LogCaptureFixture) -> None:
    for error in (GONE, REFUSED, GONE):
        failures.note(error)
    assert [message.rpartition(" ")[2] for message in caplog.messages] == ["gone", "refused", "gone"]


def test_a_failure_after_the_source_was_read_is_logged_again(
    failures: ReadingFailures, caplog: pytest.LogCaptureFixture
) -> None:
    failures.note(GONE)
    failures.end()
    failures.note(GONE)
    assert len(caplog.messages) == 2
