"""Whoever enters a code for a sign-up learns whether there is such a user."""

NOTICED_BY = "Confirmation Does Not Reveal Who Has An Account"


def apply() -> None:
    """Say that the address is unknown."""
    from aws_stand_in.aws_response import AwsError
    from aws_stand_in.overlays.cognito import sign_up

    find = sign_up.client_of_known_user

    def find_or_tell(request):
        try:
            return find(request)
        except AwsError as refusal:
            raise AwsError(refusal.code, "There is no user with this address.") from None

    sign_up.client_of_known_user = find_or_tell
