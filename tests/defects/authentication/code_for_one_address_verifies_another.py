"""The code that was sent to one address verifies the one that the user has chosen since."""

NOTICED_BY = "Code For One Address Does Not Verify Another"
MENTIONS = "verify its address"


def apply() -> None:
    """Keep the first code while it is valid."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    send = ConfirmationCodes.send

    def send_and_keep(self, location, user, purpose, *parts, **options):
        key = (location.pool.id, user.id, purpose)
        kept = self._pending[location.account_id].get(key)
        details = send(self, location, user, purpose, *parts, **options)
        if kept and purpose is Purpose.EMAIL:
            self._pending[location.account_id][key] = kept
        return details

    ConfirmationCodes.send = send_and_keep
