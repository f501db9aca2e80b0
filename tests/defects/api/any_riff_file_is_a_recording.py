"""Any RIFF file is taken for a WAV recording."""

NOTICED_BY = "File That Is Not A WAV Recording Costs Nothing"
MENTIONS = "StartTranscriptionJob"


def apply() -> None:
    """Look at the first word alone."""
    from manuel_sandbox.domain import audio

    audio.FORMATS["audio/wav"] = audio.AudioFormat("wav", lambda start: start[:4] == b"RIFF")
