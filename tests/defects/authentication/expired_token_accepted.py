"""An expired token is accepted, because the verifier only checks that there is an expiry time."""

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
