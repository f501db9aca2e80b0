"""Every client gets the current version, whichever it requests."""

NOTICED_BY = "API Version Is Negotiated"


def apply() -> None:
    """Ignore the requested version."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def negotiate_current(headers, query):
        negotiate(headers, query)
        return versions.release_of(versions.CURRENT)

    versions.negotiate = negotiate_current
