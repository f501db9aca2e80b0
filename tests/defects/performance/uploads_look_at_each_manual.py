"""Each upload reads every manual of the user, one after the other, to see whether it is there already."""

NOTICED_BY = "Manual Takes As Many Calls Of The Database Among Six As Alone"


def apply() -> None:
    """Read them."""
    from manuel_sandbox.domain.library import Library

    add = Library.add

    def look_and_add(self, manual):
        manuals, _ = self.manuals(manual.owner, limit=100, next_token=None)
        for other in manuals:
            self.find(manual.owner, other.manual_id)
        add(self, manual)

    Library.add = look_and_add
