"""A device takes the place of the second factor as soon as it is confirmed, remembered or not."""

NOTICED_BY = "Device Takes The Place Of The Second Factor While It Is Remembered"


def apply() -> None:
    """Take each confirmed device for a remembered one."""
    from aws_stand_in.overlays.cognito.device_sign_in import DeviceSignIn

    DeviceSignIn.remembered = DeviceSignIn.known
