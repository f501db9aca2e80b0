"""A client that requests an unknown version gets the current one."""

NOTICED_BY = "Unknown API Version Is Refused"


def apply() -> None:
    """Give it."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def negotiate_anything(headers, query):
        try:
            return negotiate(headers, query)
        except versions.UnsupportedVersionError:
            return versions.release_of(versions.CURRENT)

    versions.negotiate = negotiate_anything
