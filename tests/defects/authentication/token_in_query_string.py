"""A token in the query string is accepted too, where every log can store it."""

NOTICED_BY = "Token In The Query String Is Not Accepted"


def apply() -> None:
    """Look for `access_token` where there is no header."""
    import urllib.parse

    from api_gateway.application import Gateway

    claims = Gateway._claims

    def from_query(self, request, operation):
        token = dict(urllib.parse.parse_qsl(request.query_string)).get("access_token")
        if token and "Authorization" not in request.headers:
            request.headers["Authorization"] = f"Bearer {token}"
        return claims(self, request, operation)

    Gateway._claims = from_query
