"""A user who has signed up is confirmed at once."""

NOTICED_BY = "User Who Has Not Confirmed Cannot Sign In"


def apply() -> None:
    """Confirm each user who may sign in."""
    from aws_stand_in.overlays.cognito import sign_in

    check = sign_in._check_may_sign_in

    def check_without_confirmation(user):
        if user.status != "UNCONFIRMED":
            check(user)

    sign_in._check_may_sign_in = check_without_confirmation
