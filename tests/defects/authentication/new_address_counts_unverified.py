"""A new address takes the place of the old one before it is verified."""

NOTICED_BY = "New Address Counts When It Is Verified"


def apply() -> None:
    """Let no address wait."""
    from aws_stand_in.overlays.cognito import attributes

    attributes._waits = lambda location, name: False
