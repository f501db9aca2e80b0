"""The time for which a breaker stays open begins with the first of its failures, not with the last."""

NOTICED_BY = "Failures Open A Breaker However Long Ago They Were"
MENTIONS = "half_open"


def apply() -> None:
    """Remember when the failures began."""
    from manuel_sandbox.aws.circuit_breakers import _Storage

    increment = _Storage.increment_counter
    began: dict[int, float] = {}

    def note_first(self):
        if self.counter == 0:
            began[id(self)] = self._clock()
        increment(self)

    set_opened = _Storage.opened_at.fset

    def opened_at_first(self, moment):
        set_opened(self, moment)
        self._opened_by_clock = began.get(id(self), self._opened_by_clock)

    _Storage.increment_counter = note_first
    _Storage.opened_at = property(_Storage.opened_at.fget, opened_at_first)
