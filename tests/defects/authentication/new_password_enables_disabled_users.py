"""A disabled user who sets a new password with a code is enabled again."""

NOTICED_BY = "Disabled User Cannot Set A Password With A Code"
MENTIONS = "Expected not"


def apply() -> None:
    """Enable the user first."""
    from aws_stand_in.overlays.cognito.password_recovery import PasswordRecoveryOverlay

    confirm = PasswordRecoveryOverlay.confirm_forgot_password

    def enable_and_confirm(self, request):
        from aws_stand_in.overlays.cognito.app_client import client_of_known_user

        _, user = client_of_known_user(request)
        was_enabled, user.enabled = user.enabled, True
        try:
            return confirm(self, request)
        except Exception:
            user.enabled = was_enabled
            raise

    PasswordRecoveryOverlay.confirm_forgot_password = enable_and_confirm
