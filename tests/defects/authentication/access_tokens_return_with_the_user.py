"""The access tokens of a user who was disabled count again when the user is enabled."""

NOTICED_BY = "User Who Is Enabled Again Signs In"


def apply() -> None:
    """Withdraw none."""
    from aws_stand_in.overlays.cognito.tokens import TokenStore

    TokenStore.withdraw_access = lambda self, location, user: None
