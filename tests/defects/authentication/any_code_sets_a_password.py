"""Any code sets a new password."""

NOTICED_BY = "Wrong Code Does Not Set A Password"


def apply() -> None:
    """Accept every code for this purpose."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    redeem = ConfirmationCodes.redeem

    def redeem_any(self, location, user, purpose, code):
        if purpose is not Purpose.NEW_PASSWORD:
            redeem(self, location, user, purpose, code)

    ConfirmationCodes.redeem = redeem_any
