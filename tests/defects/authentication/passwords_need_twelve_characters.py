"""The user pool refuses passwords of eight characters."""

NOTICED_BY = "Shortest Password Is Accepted"
MENTIONS = "InvalidPasswordException"


def apply() -> None:
    """Deploy the pool with a stricter policy."""
    from manuel_stack import resources

    create_pool = resources.create_pool

    def create_and_configure(cognito, name):
        pool_id, client_id = create_pool(cognito, name)
        policy = {
            "MinimumLength": 12,
            "RequireUppercase": True,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": True,
        }
        cognito.update_user_pool(UserPoolId=pool_id, Policies={"PasswordPolicy": policy})
        return pool_id, client_id

    resources.create_pool = create_and_configure
