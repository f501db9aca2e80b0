"""A token that was verified once is accepted as long as the process lives, also after it has expired."""

NOTICED_BY = "Accepted Token Is Refused Once It Has Expired"


def apply() -> None:
    """Keep the claims of each token."""
    from api_gateway.authorizer import CognitoAuthorizer

    authorize = CognitoAuthorizer.authorize
    verified = {}

    def authorize_once(self, authorization):
        if authorization not in verified:
            verified[authorization] = authorize(self, authorization)
        return verified[authorization]

    CognitoAuthorizer.authorize = authorize_once
