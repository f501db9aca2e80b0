"""A WAV recording may begin with anything."""

NOTICED_BY = "File That Is Not A WAV Recording Costs Nothing"
MENTIONS = "StartTranscriptionJob"


def apply() -> None:
    """Look at the kind alone."""
    from manuel_sandbox.domain import audio

    audio.FORMATS["audio/wav"] = audio.AudioFormat("wav", lambda start: start[8:12] == b"WAVE")
