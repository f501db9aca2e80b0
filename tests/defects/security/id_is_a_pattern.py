"""The id of a manual is matched as a pattern, so that a percent sign finds the first one."""

NOTICED_BY = "Attack In An Id Finds Nothing"


def apply() -> None:
    """Match the id."""
    from fnmatch import fnmatch

    from manuel_sandbox.domain.library import Library

    find = Library.find

    def find_like(self, owner, manual_id):
        if "%" not in manual_id:
            return find(self, owner, manual_id)
        manuals, _ = self.manuals(owner, limit=100, next_token=None)
        pattern = manual_id.replace("%", "*")
        return next((manual for manual in manuals if fnmatch(manual.manual_id, pattern)), None)

    Library.find = find_like
