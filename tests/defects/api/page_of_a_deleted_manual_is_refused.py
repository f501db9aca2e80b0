"""A page token is refused once the manual that the page before ended with is deleted."""

NOTICED_BY = "Pages Continue Where They Stopped While Manuals Come And Go"
MENTIONS = "got 400"


def apply() -> None:
    """Look the manual up."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.domain.library import Library

    manuals = Library.manuals

    def if_it_exists(self, owner, *, limit, next_token):
        if next_token is not None and len(next_token) > 60:
            try:
                manual_id = bytes.fromhex(next_token).decode()
            except ValueError:
                manual_id = ""
            if manual_id and self.find(owner, manual_id) is None:
                raise InvalidFieldError(FieldProblem("next_token", "it is not a token from a list"))
        return manuals(self, owner, limit=limit, next_token=next_token)

    Library.manuals = if_it_exists
