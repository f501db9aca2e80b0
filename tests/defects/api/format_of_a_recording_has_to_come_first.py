"""A WAV recording is refused unless its format is its first chunk; those of some devices begin with `JUNK` or `bext`."""

NOTICED_BY = "WAV Recording May Begin With Another Chunk"
MENTIONS = "400"


def apply() -> None:
    """Expect `fmt ` at a fixed place."""
    from dataclasses import replace

    from manuel_sandbox.domain import audio

    audio.SIGNATURE_BYTES = 16
    wav = audio.FORMATS["audio/wav"]
    recognises = wav.recognises
    audio.FORMATS["audio/wav"] = replace(
        wav, recognises=lambda start: recognises(start) and start[12:16] == b"fmt "
    )
