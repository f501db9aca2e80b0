"""Only a wrong media format is the user's mistake; a wrong sample rate, size or number of channels is the service's failure."""

NOTICED_BY = "Recordings That Transcribe Cannot Use Are The User's Mistake"
MENTIONS = "503"


def apply() -> None:
    """Forget the other reasons."""
    from manuel_sandbox.domain import speech

    speech.RECORDING_FAULTS = ("media format",)
