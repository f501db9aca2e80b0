"""A disabled user can sign in."""

NOTICED_BY = "Disabled User Can Neither Sign In Nor Refresh Tokens"


def apply() -> None:
    """Do not look whether the user is enabled."""
    from aws_stand_in.overlays.cognito import sign_in

    check = sign_in._check_may_sign_in

    def check_if_enabled(user):
        if user.enabled:
            check(user)

    sign_in._check_may_sign_in = check_if_enabled
