"""A stamp is appended to each stored file, so that it differs from the uploaded one."""

NOTICED_BY = "Source Of An Answer Is Opened And Read"


def apply() -> None:
    """Append it."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    store = ManualFiles.store
    ManualFiles.store = lambda self, manual, content: store(self, manual, content + b"\n% stored by Manuel\n")
