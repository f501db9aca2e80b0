"""The length of headers is limited only by the server below."""

NOTICED_BY = "Headers Over The Limit Are Refused"


def apply() -> None:
    """Set no limit."""
    from api_gateway import application

    application.MAXIMUM_HEADER_BYTES = 10**6
