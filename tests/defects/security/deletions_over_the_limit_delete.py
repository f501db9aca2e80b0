"""A deletion over the rate limit is refused, and done."""

NOTICED_BY = "Refused Request Has No Effect"
MENTIONS = "thermostat.pdf"


def apply() -> None:
    """Delete first."""
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.handlers.endpoint import Endpoint

    refuse = Endpoint._refusal

    def delete_first(self, request, error):
        if isinstance(error, RateLimitExceededError) and self.name == "deleteManual":
            self._operation(request)
        return refuse(self, request, error)

    Endpoint._refusal = delete_first
