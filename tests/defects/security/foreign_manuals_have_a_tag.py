"""The refusal of another user's manual has an `ETag`, which that of a missing one has not."""

NOTICED_BY = "Another User's Manual Is Indistinguishable From A Missing One"
MENTIONS = "ETag"


def apply() -> None:
    """Tag whatever has been uploaded."""
    from dataclasses import replace

    from manuel_sandbox.handlers.endpoint import Endpoint
    from manuel_sandbox.handlers.manuals import UploadManual

    refuse, upload = Endpoint._refusal, UploadManual.__call__
    known = set()

    def remember(self, request):
        response = upload(self, request)
        known.add(response.body["manual_id"])
        return response

    def tag_known(self, request, error):
        response = refuse(self, request, error)
        is_known = request.path_parameters.get("id") in known
        return replace(response, headers={**response.headers, "ETag": '"1"'}) if is_known else response

    UploadManual.__call__ = remember
    Endpoint._refusal = tag_known
