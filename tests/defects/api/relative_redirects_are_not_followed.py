"""A redirect whose Location is relative fails."""

NOTICED_BY = "Redirect To Another Path Of The Same Site Is Followed"


def apply() -> None:
    """Take Location as it is."""
    from manuel_sandbox.domain import safe_fetch

    safe_fetch.urljoin = lambda _base, location: location
