"""All breakers share the time at which the last of them has opened."""

NOTICED_BY = "Each Breaker Is Open For Its Own Time"
MENTIONS = "Got 503"


def apply() -> None:
    """Keep one time for all."""
    from datetime import UTC, datetime, timedelta

    from manuel_sandbox.aws.circuit_breakers import _Storage

    opened = {"at": 0.0}

    def opened_at(self):
        return datetime.now(UTC) - timedelta(seconds=self._clock() - opened["at"])

    def open_now(self, _moment):
        if self.state != "open":
            opened["at"] = self._clock()

    _Storage.opened_at = property(opened_at, open_now)
    _Storage.seconds_until_half_open = lambda self, reset_seconds: (
        reset_seconds - self._clock() + opened["at"]
    )
