"""Tokens are accepted for ten minutes after they have expired."""

NOTICED_BY = "Expired Token Is Refused"


def apply() -> None:
    """Allow a large clock skew."""
    import time

    import jwt

    from api_gateway import authorizer

    decode = jwt.decode
    authorizer.jwt.decode = lambda *values, **options: decode(*values, leeway=600, **options)

    def check_times(claims):
        if claims["exp"] + 600 <= time.time():
            raise authorizer.UnauthorizedError("expired")

    authorizer._check_times = check_times
