"""Requests in a version that there is not do not count for the rate limit."""

NOTICED_BY = "Requests That Are Refused Use Up The Rate Limit"
MENTIONS = "429"


def apply() -> None:
    """Negotiate the version before anything else."""
    from manuel_sandbox.domain import versions
    from manuel_sandbox.domain.errors import UnsupportedVersionError
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def negotiate_first(self, request):
        try:
            versions.negotiate(request.headers, request.query)
        except UnsupportedVersionError as error:
            return self._refusal(request, error), versions.release_of(versions.CURRENT)
        return answer(self, request)

    Endpoint._answer = negotiate_first
