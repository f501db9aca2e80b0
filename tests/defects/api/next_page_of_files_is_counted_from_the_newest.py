"""The next page of files begins after so many files, counted from the newest at that time."""

NOTICED_BY = "Pages Of Files Continue Where They Stopped While Files Come And Go"


def apply() -> None:
    """Take the token for a number of files to skip."""
    from manuel_sandbox.domain.library import Library
    from manuel_sandbox.handlers.ingestion import ListIngestionFiles

    class NumberedPages:
        def __init__(self, library):
            self._library = library

        def manuals(self, owner, *, limit, next_token):
            skipped = 0 if next_token is None else int(next_token, 16)
            every, _ = Library.manuals(self._library, owner, limit=100, next_token=None)
            rest = every[skipped + limit :]
            return every[skipped : skipped + limit], f"{skipped + limit:08x}" if rest else None

    begin = ListIngestionFiles.__init__

    def begin_with_numbers(self, *, library, ingestion):
        begin(self, library=NumberedPages(library), ingestion=ingestion)

    ListIngestionFiles.__init__ = begin_with_numbers
