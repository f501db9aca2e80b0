"""The code that verifies a new address can be tried for ever."""

NOTICED_BY = "Codes For A New Address Cannot Be Guessed For Long"
MENTIONS = "verify its address"


def apply() -> None:
    """Count no attempt for this purpose."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    count = ConfirmationCodes._count

    def count_others(self, account_id, what, limit):
        if what[0] != "tried" or what[1][2] is not Purpose.EMAIL:
            count(self, account_id, what, limit)

    ConfirmationCodes._count = count_others
