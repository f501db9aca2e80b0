"""A user who changes the password is signed out on all devices."""

NOTICED_BY = "Changed Password Replaces The Old One And Leaves Sessions"


def apply() -> None:
    """Revoke the tokens."""
    from aws_stand_in.overlays.cognito.overlay import CognitoOverlay

    anything_else = CognitoOverlay.anything_else

    def anything_else_and_sign_out(self, request):
        answer = anything_else(self, request)
        if request.operation == "ChangePassword" and answer.status == 200:
            self._tokens.sign_out(*self._tokens.user_of(request.parameters["AccessToken"]))
        return answer

    CognitoOverlay.anything_else = anything_else_and_sign_out
