"""Pages cannot read when to try again, nor where a new manual is: no header is exposed."""

NOTICED_BY = "Pages May Read When To Try Again And Where A Manual Is"
MENTIONS = "Access-Control-Expose-Headers"


def apply() -> None:
    """Expose none."""
    from manuel_sandbox import gateway

    gateway.RESPONSE_HEADERS = ()
