"""An id whose percent-encoding is not UTF-8 crashes the gateway."""

NOTICED_BY = "Error About A Path Or Parameter Reveals Nothing"
MENTIONS = "404"


def apply() -> None:
    """Decode strictly."""
    from urllib.parse import unquote

    from api_gateway import routes

    routes.unquote = lambda text: unquote(text, errors="strict")
