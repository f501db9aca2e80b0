"""A token in a cookie is accepted too, which browsers send with the requests of any page."""

NOTICED_BY = "Token In A Cookie Is Not Accepted"


def apply() -> None:
    """Look for it where there is no header."""
    from http.cookies import SimpleCookie

    from api_gateway.application import Gateway

    claims = Gateway._claims

    def with_cookies(self, request, operation):
        cookies = SimpleCookie(request.headers.get("Cookie", ""))
        tokens = [cookies[name].value for name in ("token", "id_token", "access_token") if name in cookies]
        if tokens and "Authorization" not in request.headers:
            request.headers["Authorization"] = f"Bearer {tokens[0]}"
        return claims(self, request, operation)

    Gateway._claims = with_cookies
