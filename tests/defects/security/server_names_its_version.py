"""A header reveals the server software and its version."""

NOTICED_BY = "Headers Reveal Nothing About The Server"


def apply() -> None:
    """Add it."""
    from manuel_sandbox import gateway

    gateway.SECURITY_HEADERS = (*gateway.SECURITY_HEADERS, ("Server", "Werkzeug/3.1.3 Python/3.11.7"))
