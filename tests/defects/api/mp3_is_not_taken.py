"""MP3 files are rejected."""

NOTICED_BY = "Every Accepted Encoding Is Transcribed"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.domain import audio

    del audio.FORMATS["audio/mpeg"]
