"""An address is verified by the code of any user."""

NOTICED_BY = "Code Of Another User Does Not Verify An Address"
MENTIONS = "verify its address"


def apply() -> None:
    """Accept a code that any user of the pool got."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    redeem = ConfirmationCodes.redeem

    def redeem_of_anybody(self, location, user, purpose, code):
        codes = [one.code for key, one in self._pending[location.account_id].items() if key[2] is purpose]
        if purpose is not Purpose.EMAIL or code not in codes:
            redeem(self, location, user, purpose, code)

    ConfirmationCodes.redeem = redeem_of_anybody
