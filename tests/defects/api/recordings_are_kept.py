"""Recordings stay in the bucket."""

NOTICED_BY = "Recording Is Deleted After Transcription"


def apply() -> None:
    """Delete nothing."""
    from manuel_sandbox.domain.speech import Transcriber

    Transcriber._clean_up = lambda self, step: None
