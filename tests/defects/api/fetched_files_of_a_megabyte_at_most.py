"""No file of more than a megabyte is fetched."""

NOTICED_BY = "Large Manual Is Fetched"


def apply() -> None:
    """Lower the limit."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    begin = SafeFetcher.__init__

    def begin_with_less(self, *, most_bytes, **options):
        begin(self, most_bytes=most_bytes // 10, **options)

    SafeFetcher.__init__ = begin_with_less
