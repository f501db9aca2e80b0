"""A fetch continues as long as any data arrives."""

NOTICED_BY = "Download That Takes Too Long Is Abandoned"
MENTIONS = "Endpoint request timed out"


def apply() -> None:
    """Wait for a minute."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    create = SafeFetcher.__init__

    def create_patient(self, *, network, most_bytes, clock, **options):
        create(self, network=network, most_bytes=most_bytes, clock=clock, most_seconds=60.0)

    SafeFetcher.__init__ = create_patient
