"""A user who is created again has the id, and thereby the usage, of the one before."""

NOTICED_BY = "Account That Is Created Again Is Another User"


def apply() -> None:
    """Derive the id from the address."""
    import uuid

    from moto.cognitoidp import models

    create = models.CognitoIdpBackend.admin_create_user

    def create_with_id_of_address(self, user_pool_id, username, *more):
        real = models.random.uuid4
        models.random.uuid4 = lambda: uuid.uuid5(uuid.NAMESPACE_URL, username)
        try:
            return create(self, user_pool_id, username, *more)
        finally:
            models.random.uuid4 = real

    models.CognitoIdpBackend.admin_create_user = create_with_id_of_address
