"""A recording is taken for what it claims to be."""

NOTICED_BY = "Recording That Does Not Match Its Media Type Costs Nothing"


def apply() -> None:
    """Believe it."""
    from manuel_sandbox.domain import audio

    audio.FORMATS = {
        name: audio.AudioFormat(each.media_format, lambda start: True) for name, each in audio.FORMATS.items()
    }
