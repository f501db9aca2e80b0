"""Headers may be as long as the server underneath can read."""

CATEGORY = "security"
NOTICED_BY = "Headers Over The Limit Are Refused"


def apply() -> None:
    """Set no limit."""
    from manuel_sandbox.gateway import application

    application.MAXIMUM_HEADER_BYTES = 10**6
