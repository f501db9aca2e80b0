"""A remembered device is asked for no proof: its key takes the place of its password."""

NOTICED_BY = "Key Without The Password Of The Device Is Refused"


def apply() -> None:
    """Give tokens instead of the challenge."""
    from aws_stand_in.overlays.cognito.sign_in import SignInOverlay

    SignInOverlay._after_factors = SignInOverlay._complete_sign_in
