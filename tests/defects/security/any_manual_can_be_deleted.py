"""Everybody who knows the id of a manual can delete it, although not read it."""

NOTICED_BY = "Another User's Manual Can't Be Deleted"


def apply() -> None:
    """Delete it as its owner."""
    from dataclasses import replace

    from manuel_sandbox.domain.library import Library
    from manuel_sandbox.handlers.manuals import DeleteManual

    add, delete = Library.add, DeleteManual.__call__
    owners = {}

    def add_and_note(self, manual):
        owners[manual.manual_id] = manual.owner
        add(self, manual)

    def delete_as_owner(self, request):
        owner = owners.get(request.path_parameters["id"], request.user_id)
        return delete(self, replace(request, user_id=owner))

    Library.add, DeleteManual.__call__ = add_and_note, delete_as_owner
