"""Administrators are never refused for lack of quota."""

NOTICED_BY = "Administrator Has The Quota Of Every User"
MENTIONS = "429"


def apply() -> None:
    """Raise the limits for them."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.quota import Quota, QuotaLimits
    from manuel_sandbox.handlers import endpoint

    is_admin = ContextVar("is_admin", default=False)
    read_event, count = endpoint.read_event, Quota._count

    def read_and_remember(event, operation):
        request = read_event(event, operation)
        is_admin.set(request.is_admin)
        return request

    def count_without_limit(self, user_id, day, operation, request_id):
        if not is_admin.get():
            return count(self, user_id, day, operation, request_id)
        unlimited = Quota(
            limits=QuotaLimits(daily=10**9, monthly=10**9),
            table=self._table,
            costs=self._costs,
            error_reporter=self._error_reporter,
            clock=self._clock,
        )
        return count(unlimited, user_id, day, operation, request_id)

    endpoint.read_event = read_and_remember
    Quota._count = count_without_limit
