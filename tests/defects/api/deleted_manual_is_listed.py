"""A deleted manual stays in the list."""

NOTICED_BY = "Deleted Manual Is Gone"


def apply() -> None:
    """Remember it there."""
    from manuel_sandbox.domain.library import Library

    listing, add = Library.manuals, Library.add
    uploaded = []

    def add_and_remember(self, manual):
        uploaded.append(manual)
        add(self, manual)

    def list_all(self, owner, *, limit, next_token):
        manuals, token = listing(self, owner, limit=limit, next_token=next_token)
        known = {manual.manual_id for manual in manuals}
        gone = [each for each in uploaded if each.owner == owner and each.manual_id not in known]
        return [*manuals, *gone][:limit], token

    Library.add, Library.manuals = add_and_remember, list_all
