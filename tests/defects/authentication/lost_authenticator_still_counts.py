"""An authenticator that was replaced is accepted beside the new one."""

NOTICED_BY = "Lost Authenticator Is Replaced By An Administrator"


def apply() -> None:
    """Keep every authenticator of a user."""
    from aws_stand_in.aws_response import AwsError
    from aws_stand_in.overlays.cognito.authenticators import AuthenticatorsOverlay

    accept, verify = AuthenticatorsOverlay.accept, AuthenticatorsOverlay.verify
    replaced = []

    def verify_and_keep(self, request):
        location, user = self._user_of(request)
        before = self._verified[location.account_id].get(user.id)
        answer = verify(self, request)
        replaced.extend([(user.id, before)] if before else [])
        return answer

    def accept_replaced(self, location, user, code):
        try:
            accept(self, location, user, code)
        except AwsError:
            authenticator = next((old for user_id, old in replaced if user_id == user.id), None)
            if authenticator is None:
                raise
            authenticator.accept(code, self._clock())

    AuthenticatorsOverlay.verify = verify_and_keep
    AuthenticatorsOverlay.accept = accept_replaced
