"""Each deletion reads every other manual of the user, one after the other."""

NOTICED_BY = "Manual Takes As Many Calls Of The Database Among Six As Alone"


def apply() -> None:
    """Read them."""
    from manuel_sandbox.domain.library import Library

    remove = Library.remove

    def look_and_remove(self, manual):
        manuals, _ = self.manuals(manual.owner, limit=100, next_token=None)
        for other in manuals:
            self.find(manual.owner, other.manual_id)
        return remove(self, manual)

    Library.remove = look_and_remove
