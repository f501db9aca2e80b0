"""A new password that is set with a code is ignored."""

NOTICED_BY = "Forgotten Password Is Replaced With A Code"


def apply() -> None:
    """Redeem the code, and set nothing."""
    from aws_stand_in.overlays.cognito import password_recovery

    def confirm(self, request):
        client, user = password_recovery.client_of_known_user(request)
        client.location.backend._validate_password(client.pool.id, request.parameters["Password"])
        purpose = password_recovery.Purpose.NEW_PASSWORD
        self._codes.redeem(client.location, user, purpose, request.parameters["ConfirmationCode"])
        return {}

    password_recovery.PasswordRecoveryOverlay.confirm_forgot_password = confirm
