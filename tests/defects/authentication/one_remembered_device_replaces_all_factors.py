"""A user who has let one device be remembered is asked for a one-time password on none."""

NOTICED_BY = "Device Takes The Place Of The Second Factor While It Is Remembered"


def apply() -> None:
    """Ask for a second factor only as long as no device is remembered."""
    from aws_stand_in.overlays.cognito.sign_in import SignInOverlay

    after_password = SignInOverlay._after_password

    def after_password_of_a_known_user(self, attempt, user):
        devices = self._devices.all_of(attempt.client.location, user)
        if any(device.is_remembered for device in devices) and not attempt.device_key:
            return self._complete_sign_in(attempt, user)
        return after_password(self, attempt, user)

    SignInOverlay._after_password = after_password_of_a_known_user
