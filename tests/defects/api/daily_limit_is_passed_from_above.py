"""Whoever has used more than a lowered daily limit is told that the service is unavailable."""

NOTICED_BY = "Usage Above The Limit Leaves Nothing"
MENTIONS = "503"


def apply() -> None:
    """Refuse only what has used exactly as much."""
    from manuel_sandbox.domain.quota import Quota

    require_quota = Quota._require_quota

    def require_up_to_the_limit(self, counters, day):
        if counters.daily_used <= counters.daily_limit:
            require_quota(self, counters, day)

    Quota._require_quota = require_up_to_the_limit
