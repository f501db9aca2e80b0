"""The refusal of a user whose quota is used up has no CORS headers: a page cannot read why, nor when to ask again."""

NOTICED_BY = "Used-Up Quota Carries CORS Headers"
MENTIONS = "Access-Control-Allow-Origin"


def apply() -> None:
    """Leave them out."""
    from api_gateway.application import Gateway

    headers = Gateway._headers

    def headers_unless_used_up(self, response, origin, **ids):
        is_used_up = b'"quota_exceeded"' in response.body
        return headers(self, response, None if is_used_up else origin, **ids)

    Gateway._headers = headers_unless_used_up
