"""The windows of a rate limit are numbered within an hour: a user who used one up has none left an hour later."""

NOTICED_BY = "Used-Up Rate Limit Does Not Return An Hour Or A Day Later"
MENTIONS = "429"


def apply() -> None:
    """Name the window by its place in the hour."""
    from manuel_sandbox.domain.rate_limit import RateLimit

    init = RateLimit.__init__

    class WithinTheHour:
        def __init__(self, table, window_seconds):
            self._table = table
            self._windows = max(1, int(3600 // window_seconds))

        def update(self, key, change, values):
            user, _, window = key["limit_key"].rpartition("#")
            key = {"limit_key": f"{user}#{int(window) % self._windows}"}
            return self._table.update(key, change, values)

    def init_within_the_hour(self, *, requests, window_seconds, table, clock):
        counted = WithinTheHour(table, window_seconds)
        init(self, requests=requests, window_seconds=window_seconds, table=counted, clock=clock)

    RateLimit.__init__ = init_within_the_hour
