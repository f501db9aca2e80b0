"""Whatever version is asked for, the current one comes."""

NOTICED_BY = "API Version Is Negotiated"


def apply() -> None:
    """Do not look."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def negotiate_current(headers, query):
        negotiate(headers, query)
        return versions.release_of(versions.CURRENT)

    versions.negotiate = negotiate_current
