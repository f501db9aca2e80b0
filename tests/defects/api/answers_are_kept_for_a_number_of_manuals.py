"""An answer is kept for the number of the user's manuals: if one is added and another deleted, it is given again."""

NOTICED_BY = "Answer From Before An Exchange Of Manuals Is Not Repeated"
MENTIONS = "cache"


def apply() -> None:
    """Count the manuals in place of the changes."""
    from manuel_sandbox.domain.library import Library

    def count(self, owner):
        manuals, _ = self.manuals(owner, limit=100, next_token=None)
        return len(manuals)

    Library.state = count
