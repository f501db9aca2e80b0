"""The list of manuals contains those of all users."""

NOTICED_BY = "Another User's Manuals Are Not Listed"


def apply() -> None:
    """List all."""
    from manuel_sandbox.domain.library import Library

    add, manuals = Library.add, Library.manuals
    owners = set()

    def add_and_note(self, manual):
        owners.add(manual.owner)
        add(self, manual)

    def list_all(self, owner, *, limit, next_token):
        pages = [manuals(self, each, limit=limit, next_token=next_token)[0] for each in {owner, *owners}]
        return [manual for page in pages for manual in page][:limit], None

    Library.add, Library.manuals = add_and_note, list_all
