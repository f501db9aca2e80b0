"""A user is asked for a one-time password on a remembered device as well."""

NOTICED_BY = "Device Takes The Place Of The Second Factor While It Is Remembered"


def apply() -> None:
    """Replace no factor."""
    from aws_stand_in.overlays.cognito import sign_in

    sign_in.lets_devices_replace_factors = lambda location: False
