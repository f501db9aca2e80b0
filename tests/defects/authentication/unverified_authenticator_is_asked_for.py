"""An authenticator that showed a wrong code is asked for at the next sign-in."""

NOTICED_BY = "Authenticator Is Asked For Only When It Has Been Verified"


def apply() -> None:
    """Turn the second factor on whatever the code."""
    from aws_stand_in.aws_response import AwsError
    from aws_stand_in.overlays.cognito.authenticators import AuthenticatorsOverlay

    verify = AuthenticatorsOverlay.verify

    def verify_and_turn_on(self, request):
        try:
            return verify(self, request)
        except AwsError:
            _, user = self._user_of(request)
            user.software_token_mfa_enabled = True
            raise

    AuthenticatorsOverlay.verify = verify_and_turn_on
