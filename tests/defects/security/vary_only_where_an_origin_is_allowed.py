"""`Vary: Origin` is sent only to allowed origins, so that a cache serves wrong responses to others."""

NOTICED_BY = "Responses Vary By Origin"


def apply() -> None:
    """Omit it elsewhere."""
    from api_gateway.cors import CorsPolicy

    answer_headers = CorsPolicy.answer_headers
    CorsPolicy.answer_headers = lambda self, origin: (
        answer_headers(self, origin) if self.is_allowed(origin) else []
    )
