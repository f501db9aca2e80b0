"""The file of a manual that could not be indexed stays in the bucket when the manual is deleted."""

NOTICED_BY = "Manual That Was Never Ready Leaves Nothing Behind"
MENTIONS = "no object manuals"


def apply() -> None:
    """Delete only what has been indexed."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    delete = ManualFiles.delete

    def delete_unless_failed(self, manual):
        if manual.status != "failed":
            delete(self, manual)

    ManualFiles.delete = delete_unless_failed
