"""An MP3 file that begins with its first frame is refused: only files with ID3 tags are recognised."""

NOTICED_BY = "MP3 Recording Needs No Tags"


def apply() -> None:
    """Look for tags alone."""
    from dataclasses import replace

    from manuel_sandbox.domain.audio import FORMATS

    FORMATS["audio/mpeg"] = replace(FORMATS["audio/mpeg"], recognises=lambda start: start.startswith(b"ID3"))
