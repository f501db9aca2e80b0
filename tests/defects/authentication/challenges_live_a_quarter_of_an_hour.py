"""A challenge can be answered for 15 minutes instead of 3."""

NOTICED_BY = "Challenge Expires After Three Minutes"


def apply() -> None:
    """Deploy the app client with another `AuthSessionValidity`."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        cognito.update_user_pool_client(UserPoolId=pool_id, ClientId=client_id, AuthSessionValidity=15)
        return pool_id, client_id

    resources.create_pool = create_and_configure
