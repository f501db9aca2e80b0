"""Pages may read the headers of answers, and not those of errors: they never learn when to try again."""

NOTICED_BY = "Rate Limit Error Carries CORS Headers"
MENTIONS = "Access-Control-Expose-Headers"


def apply() -> None:
    """Expose headers of what succeeds."""
    from api_gateway.application import Gateway

    headers = Gateway._headers

    def of_success(self, response, origin, **ids):
        every = headers(self, response, origin, **ids)
        hidden = "access-control-expose-headers" if int(response.status) >= 400 else ""
        return [header for header in every if header[0].lower() != hidden]

    Gateway._headers = of_success
