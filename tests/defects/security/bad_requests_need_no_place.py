"""Only requests that succeed count for the rate limit."""

NOTICED_BY = "Requests That Are Refused Use Up The Rate Limit"


def apply() -> None:
    """Take the place back."""
    from manuel_sandbox.domain.errors import RequestError
    from manuel_sandbox.handlers.endpoint import Endpoint

    init = Endpoint.__init__

    def count_good_ones(self, name, operation, services, *, is_counted=True):
        def run(request):
            try:
                return operation(request)
            except RequestError:
                limit = services.rate_limit
                window = int(limit._clock() // limit._window_seconds)
                limit._table.update(
                    {"limit_key": f"user#{request.user_id}#{window}"}, "ADD request_count :one", {"one": -1}
                )
                raise

        init(self, name, run if is_counted else operation, services, is_counted=is_counted)

    Endpoint.__init__ = count_good_ones
