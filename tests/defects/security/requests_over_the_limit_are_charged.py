"""A question over the rate limit is refused, but counted."""

NOTICED_BY = "Refused Request Is Not Charged"


def apply() -> None:
    """Count it."""
    from manuel_sandbox.domain.costs import FREE_ANSWER
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def count_and_refuse(self, request, error):
        if self.name == "query" and isinstance(error, RateLimitExceededError):
            quota = self._operation._quota
            quota.reserve(request.user_id, "query", request.request_id).confirm(FREE_ANSWER)
        return refusal(self, request, error)

    Endpoint._refusal = count_and_refuse
