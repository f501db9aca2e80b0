"""Each file gets a stamp at its end when it is stored, so that it is not the file that was uploaded."""

NOTICED_BY = "Source Of An Answer Is Opened And Read"


def apply() -> None:
    """Stamp it."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    store = ManualFiles.store
    ManualFiles.store = lambda self, manual, content: store(self, manual, content + b"\n% stored by Manuel\n")
