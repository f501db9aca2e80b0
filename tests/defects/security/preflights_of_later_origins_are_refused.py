"""Preflights allow the first of the allowed origins alone, although the responses to requests allow each."""

NOTICED_BY = "Every Allowed Origin Is Allowed"
MENTIONS = "OPTIONS"
CHOICES = {"allowed_origins": ["https://app.manuel.yourdomain.com", "https://admin.manuel.yourdomain.com"]}


def apply() -> None:
    """Compare with the first."""
    from api_gateway.application import Gateway
    from api_gateway.cors import CorsPolicy

    respond, initialise = Gateway._headers, CorsPolicy.__init__
    first = {}

    def remember_first(self, allowed_origins, **options):
        initialise(self, allowed_origins, **options)
        first[id(self)] = next(iter(allowed_origins), None)

    def first_alone(self, response, origin, **ids):
        cors = self._configuration.cors
        is_preflight = response.status == 204
        if is_preflight and origin != first.get(id(cors)):
            origin = None
        return respond(self, response, origin, **ids)

    CorsPolicy.__init__ = remember_first
    Gateway._headers = first_alone
