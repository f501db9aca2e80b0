"""Responses of a deprecated version do not say that it is deprecated."""

NOTICED_BY = "Deprecated Version Is Marked By A Header"


def apply() -> None:
    """Omit the header."""
    from manuel_sandbox.handlers import endpoint

    result = endpoint._proxy_result

    def keep_quiet(response, release):
        told = result(response, release)
        told["headers"].pop("Deprecation", None)
        return told

    endpoint._proxy_result = keep_quiet
