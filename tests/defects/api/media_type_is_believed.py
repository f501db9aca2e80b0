"""A recording is assumed to have the format that it declares."""

NOTICED_BY = "Recording That Does Not Match Its Media Type Costs Nothing"


def apply() -> None:
    """Trust the declared format."""
    from manuel_sandbox.domain import audio

    audio.FORMATS = {
        name: audio.AudioFormat(each.media_format, lambda start: True) for name, each in audio.FORMATS.items()
    }
