"""A user can change to the address of another user."""

NOTICED_BY = "Address Of Another User Cannot Be Taken"


def apply() -> None:
    """Look for no other user with the address."""
    from moto.cognitoidp import models

    models.CognitoIdpBackend._verify_email_is_not_used = lambda self, user_pool_id, email: None
