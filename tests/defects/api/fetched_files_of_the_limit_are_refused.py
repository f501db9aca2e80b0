"""A fetched file has to be smaller than the limit."""

NOTICED_BY = "Fetched Manual May Be As Large As The Limit And No Byte Larger"
MENTIONS = "413"


def apply() -> None:
    """Refuse one of exactly 10 MB."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    create = SafeFetcher.__init__

    def create_stricter(self, *, network, most_bytes, clock, **options):
        create(self, network=network, most_bytes=most_bytes - 1, clock=clock, **options)

    SafeFetcher.__init__ = create_stricter
