"""The code that confirms a sign-up can be tried for ever."""

NOTICED_BY = "Confirmation Codes Cannot Be Guessed For Long"


def apply() -> None:
    """Count no attempt for this purpose."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    count = ConfirmationCodes._count

    def count_others(self, account_id, what, limit):
        if what[0] != "tried" or what[1][2] is not Purpose.SIGN_UP:
            count(self, account_id, what, limit)

    ConfirmationCodes._count = count_others
