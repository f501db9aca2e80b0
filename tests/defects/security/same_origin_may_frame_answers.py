"""Responses may be displayed in a frame."""

NOTICED_BY = "Successful Responses Have Security Headers"


def apply() -> None:
    """Allow the same origin."""
    from manuel_sandbox import gateway

    relaxed = {"X-Frame-Options": "SAMEORIGIN", "Content-Security-Policy": "default-src 'self'"}
    gateway.SECURITY_HEADERS = tuple(
        (name, relaxed.get(name, value)) for name, value in gateway.SECURITY_HEADERS
    )
