"""A token is taken after it has expired, because the verifier only looks whether there is a time of expiry."""

NOTICED_BY = "Expired Token Is Refused"


def apply() -> None:
    """Leave the times unchecked."""
    import jwt

    from api_gateway import authorizer

    decode = jwt.decode

    def without_times(token: str, key: object, **arguments: object) -> object:
        options = {**arguments.pop("options"), "verify_exp": False}
        return decode(token, key, options=options, **arguments)

    authorizer.jwt.decode = without_times
    authorizer._check_times = lambda _claims: None
