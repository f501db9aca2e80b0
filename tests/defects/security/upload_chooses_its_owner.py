"""The owner of a manual is read from the body."""

NOTICED_BY = "Upload Sets Only The Manual"


def apply() -> None:
    """Read `owner`."""
    from dataclasses import replace

    from manuel_sandbox.handlers import manuals

    class BodyWithOwner(manuals.UploadBody):
        owner: str = ""

    upload = manuals.UploadManual.__call__

    def upload_for(self, request):
        owner = request.json(BodyWithOwner).owner or request.user_id
        return upload(self, replace(request, user_id=owner))

    manuals.UploadBody, manuals.UploadManual.__call__ = BodyWithOwner, upload_for
