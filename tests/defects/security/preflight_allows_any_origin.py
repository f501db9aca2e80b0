"""A preflight from any origin is allowed."""

NOTICED_BY = "Preflight From Another Origin Allows Nothing"


def apply() -> None:
    """Allow the one that asks."""
    from contextvars import ContextVar

    from api_gateway.cors import CorsPolicy

    preflight, answer_headers = CorsPolicy.preflight, CorsPolicy.answer_headers
    is_preflight = ContextVar("is_preflight", default=False)

    def preflight_of_all(self, _origin, methods):
        is_preflight.set(True)
        return preflight(self, next(iter(self._allowed_origins)), methods)

    def allow_the_one_that_asks(self, origin):
        headers = answer_headers(self, origin)
        if is_preflight.get() and not self.is_allowed(origin):
            headers.append(("Access-Control-Allow-Origin", origin))
        is_preflight.set(False)
        return headers

    CorsPolicy.preflight, CorsPolicy.answer_headers = preflight_of_all, allow_the_one_that_asks
