"""A device is remembered as soon as it is confirmed, before its user has answered."""

NOTICED_BY = "New Device Is Remembered Only At The Request Of Its User"


def apply() -> None:
    """Ask no user."""
    from aws_stand_in.overlays.cognito import devices

    devices.asks_users_to_remember = lambda location: False
