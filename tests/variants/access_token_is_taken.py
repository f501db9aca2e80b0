"""The API's methods have OAuth scopes, so that its authorizer accepts the access token."""

CHOICES = {"token_kind": "access"}


def apply() -> None:
    """Change nothing but the choice."""
