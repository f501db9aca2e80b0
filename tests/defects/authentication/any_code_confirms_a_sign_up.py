"""Any code confirms a sign-up."""

NOTICED_BY = "Wrong Confirmation Code Is Refused"


def apply() -> None:
    """Accept every code for this purpose."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    redeem = ConfirmationCodes.redeem

    def redeem_any(self, location, user, purpose, code):
        if purpose is not Purpose.SIGN_UP:
            redeem(self, location, user, purpose, code)

    ConfirmationCodes.redeem = redeem_any
