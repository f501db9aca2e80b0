"""A parameter selects the library that a manual is uploaded to."""

NOTICED_BY = "Manual Can't Be Put Into Another User's Library"


def apply() -> None:
    """Store it there."""
    from dataclasses import replace

    from manuel_sandbox.handlers.manuals import UploadManual

    upload = UploadManual.__call__

    def upload_for(self, request):
        owner = request.query.get("user_id", request.user_id)
        return upload(self, replace(request, user_id=owner))

    UploadManual.__call__ = upload_for
