"""Errors name the current version, whichever the client asks for."""

NOTICED_BY = "Errors Of A Deprecated Version Are Marked As Well"
MENTIONS = "API-Version"


def apply() -> None:
    """Forget the version that was negotiated."""
    from manuel_sandbox.domain import versions
    from manuel_sandbox.handlers import endpoint

    proxy_result = endpoint._proxy_result

    def in_the_current_version(response, release):
        if response.status >= 400:
            release = versions.release_of(versions.CURRENT)
        return proxy_result(response, release)

    endpoint._proxy_result = in_the_current_version
