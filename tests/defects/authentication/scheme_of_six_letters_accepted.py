"""As many characters as `Bearer ` has are left out before a token, whatever they are: `Digest` works as well."""

NOTICED_BY = "Valid Token Needs The Bearer Scheme"


def apply() -> None:
    """Cut them off."""
    from api_gateway import authorizer

    authorizer._token = lambda authorization, scheme: (authorization or "")[len(scheme) + 1 :]
