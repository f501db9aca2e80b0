"""Those who have forgotten their password may choose a weak one."""

NOTICED_BY = "Weak Password Is Refused With The Right Code"


def apply() -> None:
    """Do not ask the policy."""
    from moto.cognitoidp import models

    from aws_stand_in.overlays.cognito.password_recovery import PasswordRecoveryOverlay

    answer = PasswordRecoveryOverlay.confirm_forgot_password

    def answer_without_policy(self, request):
        validate = models.CognitoIdpBackend._validate_password
        models.CognitoIdpBackend._validate_password = lambda *_: None
        try:
            return answer(self, request)
        finally:
            models.CognitoIdpBackend._validate_password = validate

    PasswordRecoveryOverlay.confirm_forgot_password = answer_without_policy
