"""A code that has set a password sets another one."""

NOTICED_BY = "Code Sets A Password Only Once"


def apply() -> None:
    """Keep the code that was redeemed."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes

    redeem = ConfirmationCodes.redeem

    def redeem_and_keep(self, location, user, purpose, code):
        pending = dict(self._pending[location.account_id])
        redeem(self, location, user, purpose, code)
        self._pending[location.account_id].update(pending)

    ConfirmationCodes.redeem = redeem_and_keep
