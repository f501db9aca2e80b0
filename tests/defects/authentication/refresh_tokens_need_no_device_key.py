"""A refresh token of a confirmed device is accepted without the device's key."""

NOTICED_BY = "Refresh Token Of A Confirmed Device Needs Its Key"


def apply() -> None:
    """Check no device."""
    from aws_stand_in.overlays.cognito.sign_in import SignInOverlay

    SignInOverlay.check_device = lambda self, client, refresh_token, device_key: None
