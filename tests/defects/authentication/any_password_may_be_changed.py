"""Whoever finds an unlocked device changes the password without knowing it."""

NOTICED_BY = "Password Is Changed Only By Those Who Know It"
MENTIONS = "change the password"


def apply() -> None:
    """Do not compare the present password."""
    from aws_stand_in.overlays.cognito.overlay import CognitoOverlay

    def change_any(self, request):
        given = request.parameters
        location, user = self._tokens.user_of(given["AccessToken"])
        location.backend._validate_password(location.pool.id, given["ProposedPassword"])
        user.password = given["ProposedPassword"]
        return {}

    CognitoOverlay.change_password = change_any
