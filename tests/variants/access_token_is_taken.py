"""The API's methods have OAuth scopes, so that its authorizer takes the access token."""

CHOICES = {"token_kind": "access"}


def apply() -> None:
    """Nothing more than the choice."""
