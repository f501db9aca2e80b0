"""A throttled dependency is reported as if the user had sent too many requests."""

NOTICED_BY = "Question Is Refused And Not Charged While The Tables Are Throttled"


def apply() -> None:
    """Answer 429."""
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def blame(self, request, error):
        if "Throughput" in error.cause_type or "Throttling" in error.cause_type:
            return self._refusal(request, RateLimitExceededError("Please wait a moment.", retry_after=5))
        return failure(self, request, error)

    Endpoint._failure = blame
