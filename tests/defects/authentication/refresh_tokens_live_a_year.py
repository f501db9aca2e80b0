"""A session continues for a year instead of a month."""

NOTICED_BY = "Refresh Token Expires After A Month"


def apply() -> None:
    """Deploy the app client with another validity."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        cognito.update_user_pool_client(UserPoolId=pool_id, ClientId=client_id, RefreshTokenValidity=365)
        return pool_id, client_id

    resources.create_pool = create_and_configure
