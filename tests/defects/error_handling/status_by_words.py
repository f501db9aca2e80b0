"""The status of a failure depends on words in the text of the exception."""

NOTICED_BY = "Status Depends On The Kind Of Failure And Not On Its Message"


def apply() -> None:
    """Search for words."""
    from manuel_sandbox.domain.errors import NotFoundError, RateLimitExceededError
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def by_words(self, request, error):
        text = str(error).lower()
        if "not found" in text:
            return self._refusal(request, NotFoundError("There is nothing of this kind."))
        if "rate limit" in text or "quota" in text:
            return self._refusal(request, RateLimitExceededError("That was too often.", retry_after=5))
        return failure(self, request, error)

    Endpoint._failure = by_words
