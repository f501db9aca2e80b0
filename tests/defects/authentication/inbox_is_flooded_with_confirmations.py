"""Anybody can have any number of codes for a sign-up sent to an address."""

NOTICED_BY = "Inbox Is Not Flooded With Codes For A Sign-Up"
MENTIONS = "another code"


def apply() -> None:
    """Count only the other codes that are sent."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    count = ConfirmationCodes._count

    def count_others(self, account_id, what, limit):
        if what[0] != "sent" or what[1][2] is not Purpose.SIGN_UP:
            count(self, account_id, what, limit)

    ConfirmationCodes._count = count_others
