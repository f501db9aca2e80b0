"""Another user's manual is answered with 403, a missing one with 404."""

NOTICED_BY = "Another User's Manual Is Indistinguishable From A Missing One"


def apply() -> None:
    """Distinguish them."""
    from manuel_sandbox.domain.errors import ForbiddenError
    from manuel_sandbox.domain.library import Library
    from manuel_sandbox.handlers import manuals

    add, own_manual = Library.add, manuals._own_manual
    owners = {}

    def add_and_note(self, manual):
        owners[manual.manual_id] = manual.owner
        add(self, manual)

    def own_manual_or_forbidden(library, request):
        if owners.get(request.path_parameters["id"], request.user_id) != request.user_id:
            raise ForbiddenError("This manual is another user's.")
        return own_manual(library, request)

    Library.add, manuals._own_manual = add_and_note, own_manual_or_forbidden
