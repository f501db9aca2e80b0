"""MP3 is refused."""

CATEGORY = "api"
NOTICED_BY = "Every Accepted Encoding Is Transcribed"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.domain import audio

    del audio.FORMATS["audio/mpeg"]
