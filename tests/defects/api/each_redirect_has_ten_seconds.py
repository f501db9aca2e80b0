"""The time for a fetch begins anew with each redirect."""

NOTICED_BY = "Download That Takes Too Long Is Abandoned"
MENTIONS = "13"


def apply() -> None:
    """Give each request the whole time."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    request = SafeFetcher._request
    SafeFetcher._request = lambda self, target, _ends: request(
        self, target, self._clock() + self._most_seconds
    )
