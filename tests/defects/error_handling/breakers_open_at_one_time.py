"""All breakers share the time at which the last of them has opened."""

NOTICED_BY = "Each Breaker Is Open For Its Own Time"


def apply() -> None:
    """Keep one time for all."""
    from manuel_sandbox.aws.circuit_breakers import _Storage

    opened = {"at": 0.0}

    def last_opened(self):
        return opened["at"]

    def note(self, moment):
        opened["at"] = moment or opened["at"]

    _Storage._opened_by_clock = property(last_opened, note)
