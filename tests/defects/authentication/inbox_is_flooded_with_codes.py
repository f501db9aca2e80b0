"""Anybody can have any number of codes sent to a user."""

NOTICED_BY = "Inbox Is Not Flooded With Codes"


def apply() -> None:
    """Lift the limit."""
    from aws_stand_in.overlays.cognito import confirmation_codes

    confirmation_codes.CODES_AN_HOUR = 1000
