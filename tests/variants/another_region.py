"""The deployment is in another region."""


def apply() -> None:
    """Deploy to Frankfurt."""
    from manuel_stack import process

    process.REGION = "eu-central-1"
