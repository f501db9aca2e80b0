"""Errors may be kept by caches."""

NOTICED_BY = "Refusal That Shows What Is Used Is Not Cached"


def apply() -> None:
    """Say so on success alone."""
    from api_gateway.application import Gateway

    headers = Gateway._headers

    def on_success(self, response, origin, **ids):
        found = headers(self, response, origin, **ids)
        if int(response.status) < 400:
            return found
        return [header for header in found if header[0].lower() != "cache-control"]

    Gateway._headers = on_success
