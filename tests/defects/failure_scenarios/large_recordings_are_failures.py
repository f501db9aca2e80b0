"""A recording that Transcribe finds too large is a failure of the service."""

NOTICED_BY = "Recordings That Transcribe Cannot Use Are The User's Mistake"
MENTIONS = "503"


def apply() -> None:
    """Forget the other reasons."""
    from manuel_sandbox.domain import speech

    speech.RECORDING_FAULTS = tuple(
        fault for fault in speech.RECORDING_FAULTS if fault not in ("file size", "audio")
    )
