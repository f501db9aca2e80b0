"""A one-time password is accepted for a quarter of an hour."""

NOTICED_BY = "Wrong One-Time Password Is Refused"


def apply() -> None:
    """Allow more drift than the two neighbours."""
    from aws_stand_in.overlays.cognito import authenticators

    authenticators._DRIFT = tuple(range(-30, 2))
