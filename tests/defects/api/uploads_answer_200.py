"""A new manual is answered with 200, not with 201: clients do not learn that something was created."""

NOTICED_BY = "Location Header Leads To The Uploaded Manual"


def apply() -> None:
    """Answer 200."""
    from dataclasses import replace

    from manuel_sandbox.handlers.manuals import UploadManual

    upload = UploadManual.__call__
    UploadManual.__call__ = lambda self, request: replace(upload(self, request), status=200)
