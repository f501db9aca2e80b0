"""A user who is deleted is only disabled."""

NOTICED_BY = "Deleted User Can Neither Sign In Nor Refresh Tokens"


def apply() -> None:
    """Disable instead."""
    from moto.cognitoidp import models

    models.CognitoIdpBackend.admin_delete_user = models.CognitoIdpBackend.admin_disable_user
