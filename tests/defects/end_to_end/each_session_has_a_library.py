"""Manuals belong to the token that they were uploaded with, and are lost when it is refreshed."""

NOTICED_BY = "Session Is Refreshed In The Middle Of A Journey"


def apply() -> None:
    """Use the token's id as the user id."""
    from api_gateway.authorizer import CognitoAuthorizer

    authorize = CognitoAuthorizer.authorize

    def authorize_token(self, authorization):
        claims = authorize(self, authorization)
        return claims | {"sub": claims["jti"]}

    CognitoAuthorizer.authorize = authorize_token
