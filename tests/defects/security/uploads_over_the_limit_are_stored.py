"""An upload over the rate limit is refused, and done."""

NOTICED_BY = "Refused Request Has No Effect"
MENTIONS = "coffee-machine.pdf"


def apply() -> None:
    """Store first."""
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.handlers.endpoint import Endpoint

    refuse = Endpoint._refusal

    def store_first(self, request, error):
        if isinstance(error, RateLimitExceededError) and self.name == "uploadManual":
            self._operation(request)
        return refuse(self, request, error)

    Endpoint._refusal = store_first
