"""Everybody who knows the id of a manual can read it."""

NOTICED_BY = "Another User's Manual Is Indistinguishable From A Missing One"


def apply() -> None:
    """Read it as its owner."""
    from dataclasses import replace

    from manuel_sandbox.domain.library import Library
    from manuel_sandbox.handlers.manuals import GetManual

    add, read = Library.add, GetManual.__call__
    owners = {}

    def add_and_note(self, manual):
        owners[manual.manual_id] = manual.owner
        add(self, manual)

    def read_as_owner(self, request):
        owner = owners.get(request.path_parameters["id"], request.user_id)
        return read(self, replace(request, user_id=owner))

    Library.add, GetManual.__call__ = add_and_note, read_as_owner
