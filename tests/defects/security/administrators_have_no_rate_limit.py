"""Administrators may send any number of requests."""

NOTICED_BY = "Administrator Has The Rate Limit Of Every User"
MENTIONS = "429"


def apply() -> None:
    """Do not count theirs."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.rate_limit import RateLimit
    from manuel_sandbox.handlers import endpoint

    is_admin = ContextVar("is_admin", default=False)
    read_event, check = endpoint.read_event, RateLimit.check

    def read_and_remember(event, operation):
        request = read_event(event, operation)
        is_admin.set(request.is_admin)
        return request

    def check_others(self, user_id):
        if not is_admin.get():
            check(self, user_id)

    endpoint.read_event = read_and_remember
    RateLimit.check = check_others
