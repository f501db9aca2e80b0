"""A one-time password of any user's authenticator is accepted."""

NOTICED_BY = "One-Time Password Of Another User Is Refused"


def apply() -> None:
    """Try the authenticators of all users."""
    from aws_stand_in.aws_response import AwsError
    from aws_stand_in.overlays.cognito.authenticators import AuthenticatorsOverlay

    def accept_of_anybody(self, location, user, code):
        for authenticator in self._verified[location.account_id].values():
            try:
                return authenticator.accept(code, self._clock())
            except AwsError:
                continue
        raise AwsError("CodeMismatchException", "Invalid code received for user")

    AuthenticatorsOverlay.accept = accept_of_anybody
