"""Any one-time password is accepted."""

NOTICED_BY = "Wrong One-Time Password Is Refused"


def apply() -> None:
    """Check none of those who sign in."""
    from aws_stand_in.overlays.cognito.authenticators import AuthenticatorsOverlay

    AuthenticatorsOverlay.accept = lambda self, location, user, code: None
