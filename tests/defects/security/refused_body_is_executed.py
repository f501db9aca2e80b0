"""A manual with a wrong media type is rejected only after it was stored."""

NOTICED_BY = "Refused Upload Is Not Executed"


def apply() -> None:
    """Check the media type last."""
    from dataclasses import replace

    from manuel_sandbox.handlers.api import JSON_TYPE
    from manuel_sandbox.handlers.manuals import UploadManual

    upload = UploadManual.__call__

    def upload_and_look(self, request):
        response = upload(self, replace(request, headers={**request.headers, "content-type": JSON_TYPE}))
        request._require_json()
        return response

    UploadManual.__call__ = upload_and_look
