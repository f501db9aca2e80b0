"""An extension that the token marks as critical is ignored."""

NOTICED_BY = "Unknown Critical Extension Is Refused"


def apply() -> None:
    """Ignore `crit`."""
    import jwt.api_jws

    from api_gateway.authorizer import CognitoAuthorizer

    signing_key = CognitoAuthorizer._signing_key

    def without_extensions(self, header):
        return signing_key(self, {name: value for name, value in header.items() if name != "crit"})

    CognitoAuthorizer._signing_key = without_extensions
    jwt.api_jws.PyJWS._validate_crit = lambda *_: None
