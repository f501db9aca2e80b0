"""The user pool is deployed without a second factor."""

NOTICED_BY = "User With A Second Factor Signs In With Both"


def apply() -> None:
    """Turn it off."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        cognito.set_user_pool_mfa_config(UserPoolId=pool_id, MfaConfiguration="OFF")
        return pool_id, client_id

    resources.create_pool = create_and_configure
