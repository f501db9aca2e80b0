"""Every origin is allowed, with credentials."""

NOTICED_BY = "Other Origins Can't Read A User's Answers"


def apply() -> None:
    """Echo it."""
    from api_gateway.cors import VARY, CorsPolicy

    def echo(self, origin):
        if origin is None:
            return [VARY]
        return [VARY, ("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]

    CorsPolicy.answer_headers = echo
