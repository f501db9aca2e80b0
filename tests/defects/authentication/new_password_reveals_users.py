"""Whoever enters a code for a new password learns whether there is such a user."""

NOTICED_BY = "Code For A New Password Does Not Reveal Who Has An Account"


def apply() -> None:
    """Say that the address is unknown."""
    from aws_stand_in.aws_response import AwsError
    from aws_stand_in.overlays.cognito import password_recovery

    find = password_recovery.client_of_known_user

    def find_or_tell(request):
        try:
            return find(request)
        except AwsError as refusal:
            raise AwsError(refusal.code, "There is no user with this address.") from None

    password_recovery.client_of_known_user = find_or_tell
