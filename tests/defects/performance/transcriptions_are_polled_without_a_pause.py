"""Whether a transcription is ready is asked without a pause, many times a second."""

NOTICED_BY = "Slow Transcription Is Asked For Now And Then"
MENTIONS = "number_of_attempts"


def apply() -> None:
    """Do not wait."""
    from manuel_sandbox.domain import speech

    speech.SHORTEST_POLL_SECONDS = speech.LONGEST_POLL_SECONDS = 0.001
