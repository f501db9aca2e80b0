"""A user can have any number of codes sent to an address of somebody else."""

NOTICED_BY = "Inbox Is Not Flooded With Codes For A New Address"
MENTIONS = "Expected not"


def apply() -> None:
    """Count only the other codes that are sent."""
    from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose

    count = ConfirmationCodes._count

    def count_others(self, account_id, what, limit):
        if what[0] != "sent" or what[1][2] is not Purpose.EMAIL:
            count(self, account_id, what, limit)

    ConfirmationCodes._count = count_others
