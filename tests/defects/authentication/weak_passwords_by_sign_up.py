"""Those who sign up may choose a weak password."""

NOTICED_BY = "Sign-Up With A Weak Password Is Refused"


def apply() -> None:
    """Do not ask the policy."""
    from moto.cognitoidp import models

    from aws_stand_in.overlays.cognito.sign_up import SignUpOverlay

    answer = SignUpOverlay.sign_up

    def answer_without_policy(self, request):
        validate = models.CognitoIdpBackend._validate_password
        models.CognitoIdpBackend._validate_password = lambda *_: None
        try:
            return answer(self, request)
        finally:
            models.CognitoIdpBackend._validate_password = validate

    SignUpOverlay.sign_up = answer_without_policy
