"""A user who was disabled stays so."""

NOTICED_BY = "User Who Is Enabled Again Signs In"


def apply() -> None:
    """Ignore it."""
    from moto.cognitoidp import models

    models.CognitoIdpBackend.admin_enable_user = lambda self, user_pool_id, username: None
