"""A token without a time of expiry never expires."""

NOTICED_BY = "Expired Token Is Refused"


def apply() -> None:
    """Check the expiry only where there is one."""
    from api_gateway import authorizer

    check_times = authorizer._check_times
    authorizer.REQUIRED_CLAIMS = ["iss", "sub", "iat", "token_use"]
    authorizer._check_times = lambda claims: check_times(claims) if "exp" in claims else None
