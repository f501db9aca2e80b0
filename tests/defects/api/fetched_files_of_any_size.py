"""A file is fetched to its end, however long it is."""

NOTICED_BY = "Unusable Download Is Refused"
MENTIONS = "Got 504"


def apply() -> None:
    """Do not limit the size."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    create = SafeFetcher.__init__

    def create_greedy(self, *, network, most_bytes, clock, **options):
        create(self, network=network, most_bytes=100 * most_bytes, clock=clock, **options)

    SafeFetcher.__init__ = create_greedy
