"""The user pool distinguishes unknown users from wrong passwords."""

NOTICED_BY = "Wrong Password Is Refused Exactly Like An Unknown User"


def apply() -> None:
    """Deploy the app client without hiding who exists."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        cognito.update_user_pool_client(
            UserPoolId=pool_id, ClientId=client_id, PreventUserExistenceErrors="LEGACY"
        )
        return pool_id, client_id

    resources.create_pool = create_and_configure
