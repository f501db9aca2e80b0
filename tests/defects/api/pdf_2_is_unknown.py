"""Manuals in version 2.0 of PDF are refused, since their first bytes are not those of the versions before."""

NOTICED_BY = "Manual In The Latest Version Of PDF Is Read"
MENTIONS = "400"


def apply() -> None:
    """Know version 1."""
    from manuel_sandbox.domain import manual_files

    manual_files.SIGNATURE = b"%PDF-1."
