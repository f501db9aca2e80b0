"""The user pool is deployed without remembered devices."""

NOTICED_BY = "New Device Is Remembered Only At The Request Of Its User"


def apply() -> None:
    """Keep track of none."""
    from aws_stand_in.overlays.cognito import devices

    devices._configuration = lambda location: None
