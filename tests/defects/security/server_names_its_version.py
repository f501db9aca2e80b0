"""A header reveals the server software and its version."""

NOTICED_BY = "Headers Reveal Nothing About The Server"


def apply() -> None:
    """Add it."""
    from api_gateway import application

    application.SECURITY_HEADERS = (*application.SECURITY_HEADERS, ("Server", "Werkzeug/3.1.3 Python/3.11.7"))
