"""A manual is looked for among all manuals of its user, a page of one at a time."""

NOTICED_BY = "Manual Takes As Many Calls Of The Database Among Six As Alone"


def apply() -> None:
    """Page through the list."""
    from manuel_sandbox.domain.library import Library

    find = Library.find

    def find_page_by_page(self, owner, manual_id):
        token = None
        while True:
            manuals, token = self.manuals(owner, limit=1, next_token=token)
            if token is None or manuals[0].manual_id == manual_id:
                return find(self, owner, manual_id)

    Library.find = find_page_by_page
