"""Only one brand of MPEG-4 recordings is recognised, which is not that of telephones."""

NOTICED_BY = "Spoken Question Is Answered In Whatever Format A Device Records"


def apply() -> None:
    """Check the brand."""
    from dataclasses import replace

    from manuel_sandbox.domain.audio import FORMATS

    FORMATS["audio/m4a"] = replace(FORMATS["audio/m4a"], recognises=lambda start: start[4:12] == b"ftypqt  ")
