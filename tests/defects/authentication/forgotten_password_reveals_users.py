"""Only users are told that a code for a new password is on its way."""

NOTICED_BY = "Forgotten Password Does Not Reveal Who Has An Account"


def apply() -> None:
    """Refuse unknown addresses."""
    from aws_stand_in.overlays.cognito import password_recovery

    forgot_password = password_recovery.PasswordRecoveryOverlay.forgot_password

    def forgot_and_tell(self, request):
        given = request.parameters
        if password_recovery.find_app_client(given["ClientId"]).find_user(given["Username"]) is None:
            raise password_recovery.unknown_combination()
        return forgot_password(self, request)

    password_recovery.PasswordRecoveryOverlay.forgot_password = forgot_and_tell
