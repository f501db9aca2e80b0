"""A token is accepted before it becomes valid."""

NOTICED_BY = "Token From The Future Is Refused"


def apply() -> None:
    """Leave `nbf` unchecked."""
    import jwt

    from api_gateway import authorizer

    decode = jwt.decode

    def without_not_before(token, key, *, options, **arguments):
        return decode(token, key, options={**options, "verify_nbf": False}, **arguments)

    authorizer.jwt.decode = without_not_before
