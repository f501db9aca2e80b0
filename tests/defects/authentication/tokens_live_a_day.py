"""The app client issues tokens with a lifetime of a day instead of an hour."""

NOTICED_BY = "Tokens Are Issued For This Pool And Client"


def apply() -> None:
    """Deploy the app client with other times."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        cognito.update_user_pool_client(
            UserPoolId=pool_id, ClientId=client_id, AccessTokenValidity=24, IdTokenValidity=24
        )
        return pool_id, client_id

    resources.create_pool = create_and_configure
