"""The file of a manual that is deleted before it has been indexed stays in the bucket."""

NOTICED_BY = "Manual That Was Never Ready Leaves Nothing Behind"
MENTIONS = "no object manuals"


def apply() -> None:
    """Leave it to the job that reads it."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    delete = ManualFiles.delete

    def delete_if_indexed(self, manual):
        if manual.status != "processing":
            delete(self, manual)

    ManualFiles.delete = delete_if_indexed
