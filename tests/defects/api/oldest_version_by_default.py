"""A client that requests no version gets the oldest one."""

NOTICED_BY = "Client Without A Version Gets The Current One"


def apply() -> None:
    """Return the oldest."""
    from manuel_sandbox.domain import versions

    negotiate = versions.negotiate

    def negotiate_oldest(headers, query):
        release = negotiate(headers, query)
        named = (
            "version" in query
            or "api-version" in headers
            or versions.VENDOR_TYPE.search(headers.get("accept", ""))
        )
        return release if named else versions.RELEASES[-1]

    versions.negotiate = negotiate_oldest
