"""The links in an answer are valid for a day."""

NOTICED_BY = "Source Link Expires Within An Hour"


def apply() -> None:
    """Sign these for 24 hours."""
    import copy

    from manuel_sandbox.handlers.query import Query

    create = Query.__init__

    def create_with_long_links(self, *, files, **parts):
        long = copy.copy(files)
        long._url_seconds = 24 * 3600
        create(self, files=long, **parts)

    Query.__init__ = create_with_long_links
