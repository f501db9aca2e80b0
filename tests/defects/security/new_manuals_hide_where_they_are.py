"""Pages may read the headers of all answers but those with status 201: they never learn where their new manual is."""

NOTICED_BY = "Page May Read Where Its New Manual Is"
MENTIONS = "Access-Control-Expose-Headers"


def apply() -> None:
    """Expose nothing there."""
    from http import HTTPStatus

    from api_gateway.application import Gateway

    headers = Gateway._headers

    def without_exposed(self, response, origin, **ids):
        every = headers(self, response, origin, **ids)
        hidden = "access-control-expose-headers" if int(response.status) == HTTPStatus.CREATED else ""
        return [header for header in every if header[0].lower() != hidden]

    Gateway._headers = without_exposed
