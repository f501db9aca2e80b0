"""Any code verifies a new address."""

NOTICED_BY = "Wrong Code Does Not Verify An Address"


def apply() -> None:
    """Accept every code for this purpose."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    redeem = ConfirmationCodes.redeem

    def redeem_any(self, location, user, purpose, code):
        if purpose is not Purpose.EMAIL:
            redeem(self, location, user, purpose, code)

    ConfirmationCodes.redeem = redeem_any
