"""The rate limit applies to a token, so that a new token resets it."""

NOTICED_BY = "Rate Limit Cannot Be Evaded By A New Token"


def apply() -> None:
    """Count by the end of the token."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.rate_limit import RateLimit
    from manuel_sandbox.handlers.endpoint import Endpoint

    check, answer = RateLimit.check, Endpoint._answer
    token = ContextVar("token", default="")

    def answer_by_token(self, request):
        token.set(request.headers.get("authorization", "")[-40:])
        return answer(self, request)

    Endpoint._answer = answer_by_token
    RateLimit.check = lambda self, user_id: check(self, token.get())
