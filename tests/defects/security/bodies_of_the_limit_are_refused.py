"""A body has to be smaller than the limit."""

NOTICED_BY = "Body May Be As Long As The Limit And No Byte Longer"
MENTIONS = "413"


def apply() -> None:
    """Refuse one that is as long."""
    from api_gateway import application

    read_body = application.read_body
    application.read_body = lambda environ, limit: read_body(environ, limit - 1)
