"""A transcription is looked at after more than two seconds, though it takes a tenth of one."""

NOTICED_BY = "Recording Is Transcribed Within Its Objective"

SECONDS_BETWEEN_LOOKS = 2.2


def apply() -> None:
    """Wait before each look."""
    from manuel_sandbox.domain import speech

    speech.SHORTEST_POLL_SECONDS = speech.LONGEST_POLL_SECONDS = SECONDS_BETWEEN_LOOKS
