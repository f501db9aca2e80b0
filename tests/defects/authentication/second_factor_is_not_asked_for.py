"""The password is enough for users with a second factor."""

NOTICED_BY = "User With A Second Factor Signs In With Both"


def apply() -> None:
    """Ask for nothing after the password."""
    from aws_stand_in.overlays.cognito.challenges import Challenges

    Challenges.next_challenge = lambda self, client, user: None
