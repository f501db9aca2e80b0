"""Administrators can delete the manuals of all users."""

NOTICED_BY = "Administrator Has No Access To Another User's Manual"
MENTIONS = "404"


def apply() -> None:
    """Look for the owner on their behalf."""
    from manuel_sandbox.handlers import manuals

    own_manual = manuals._own_manual
    owners: dict[str, str] = {}

    def remember(self, request):
        response = upload(self, request)
        owners[response.body["manual_id"]] = request.user_id
        return response

    def any_for_administrators(library, request):
        owner = owners.get(request.path_parameters["id"])
        if request.is_admin and owner is not None and request.operation == "deleteManual":
            return library.find(owner, request.path_parameters["id"]) or own_manual(library, request)
        return own_manual(library, request)

    upload = manuals.UploadManual.__call__
    manuals.UploadManual.__call__ = remember
    manuals._own_manual = any_for_administrators
