"""Transcriptions are polled every two seconds, although they take a tenth of a second."""

NOTICED_BY = "Recording Is Transcribed Within Its Objective"

SECONDS_BETWEEN_LOOKS = 2.2


def apply() -> None:
    """Wait before each poll."""
    from manuel_sandbox.domain import speech

    speech.SHORTEST_POLL_SECONDS = speech.LONGEST_POLL_SECONDS = SECONDS_BETWEEN_LOOKS
