"""A code that is sent again is the same as the first, or does not replace it."""

NOTICED_BY = "Confirmation Code That Is Sent Again Replaces The First"


def apply() -> None:
    """Accept every code that was sent to the address."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes

    redeem = ConfirmationCodes.redeem

    def redeem_any_that_was_sent(self, location, user, purpose, code):
        sent = self._outbox.messages(location.account_id, user.attribute_lookup["email"])
        if code not in [message.code for message in sent]:
            redeem(self, location, user, purpose, code)

    ConfirmationCodes.redeem = redeem_any_that_was_sent
