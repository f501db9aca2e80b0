"""Responses may be displayed in a frame."""

NOTICED_BY = "Successful Responses Have Security Headers"


def apply() -> None:
    """Allow the same origin."""
    from api_gateway import application

    relaxed = {"X-Frame-Options": "SAMEORIGIN", "Content-Security-Policy": "default-src 'self'"}
    application.SECURITY_HEADERS = tuple(
        (name, relaxed.get(name, value)) for name, value in application.SECURITY_HEADERS
    )
