"""The next page begins after so many manuals, counted from the newest at that time."""

NOTICED_BY = "Pages Continue Where They Stopped While Manuals Come And Go"


def apply() -> None:
    """Take the token for a number of manuals to skip."""
    from manuel_sandbox.domain.library import Library

    manuals = Library.manuals

    def by_number(self, owner, *, limit, next_token):
        skipped = 0 if next_token is None else int(next_token, 16)
        every, _ = manuals(self, owner, limit=100, next_token=None)
        rest = every[skipped + limit :]
        return every[skipped : skipped + limit], f"{skipped + limit:08x}" if rest else None

    Library.manuals = by_number
