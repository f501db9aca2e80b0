"""Who sets a forgotten password with a code is asked for no second factor any more."""

NOTICED_BY = "Forgotten Password Leaves The Second Factor"


def apply() -> None:
    """Turn it off."""
    from aws_stand_in.overlays.cognito.password_recovery import PasswordRecoveryOverlay

    confirm = PasswordRecoveryOverlay.confirm_forgot_password

    def confirm_and_turn_off(self, request):
        from aws_stand_in.overlays.cognito.app_client import client_of_known_user

        answer = confirm(self, request)
        _, user = client_of_known_user(request)
        user.software_token_mfa_enabled = False
        return answer

    PasswordRecoveryOverlay.confirm_forgot_password = confirm_and_turn_off
