"""The user pool accepts passwords without symbols."""

NOTICED_BY = "Weak Passwords Are Refused"


def apply() -> None:
    """Deploy the pool with a weaker policy."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        policy = {
            "MinimumLength": 8,
            "RequireUppercase": True,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": False,
        }
        cognito.update_user_pool(UserPoolId=pool_id, Policies={"PasswordPolicy": policy})
        return pool_id, client_id

    resources.create_pool = create_and_configure
