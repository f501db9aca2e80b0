"""A header `Location` is followed, whatever the status."""

NOTICED_BY = "Location Without A Redirect Is Not Followed"
MENTIONS = "download_failed"


def apply() -> None:
    """Look at the header alone."""
    from manuel_sandbox.domain import safe_fetch

    class AnyStatus(frozenset):
        def __contains__(self, status: object) -> bool:
            return True

    safe_fetch.REDIRECTS = AnyStatus()
