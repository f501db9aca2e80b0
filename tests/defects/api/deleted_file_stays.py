"""The file of a deleted manual stays in the bucket."""

NOTICED_BY = "Deleted Manual Leaves Nothing Behind"


def apply() -> None:
    """Leave it there."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    ManualFiles.delete = lambda self, manual: None
