"""Errors do not say that the version which the client asks for is deprecated."""

NOTICED_BY = "Errors Of A Deprecated Version Are Marked As Well"
MENTIONS = "Deprecation"


def apply() -> None:
    """Add the header to what succeeds."""
    from manuel_sandbox.handlers import endpoint

    proxy_result = endpoint._proxy_result

    def marked_if_successful(response, release):
        result = proxy_result(response, release)
        if response.status >= 400:
            result["headers"].pop("Deprecation", None)
        return result

    endpoint._proxy_result = marked_if_successful
