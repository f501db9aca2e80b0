"""The app client allows sending the password itself instead of a proof of it."""

NOTICED_BY = "Passwords Are Never Sent"


def apply() -> None:
    """Deploy the app client with one flow too many."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        cognito.update_user_pool_client(UserPoolId=pool_id, ClientId=client_id, ExplicitAuthFlows=flows)
        return pool_id, client_id

    resources.create_pool = create_and_configure
