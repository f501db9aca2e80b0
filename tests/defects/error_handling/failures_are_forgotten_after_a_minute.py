"""A breaker counts the failures of the last minute alone, so that it never opens where there are few requests."""

NOTICED_BY = "Failures Open A Breaker However Long Ago They Were"
MENTIONS = "closed"


def apply() -> None:
    """Begin anew after a minute."""
    from manuel_sandbox.aws.circuit_breakers import _Storage

    increment = _Storage.increment_counter
    last: dict[int, float] = {}

    def forget_old(self):
        now = self._clock()
        if now - last.get(id(self), now) >= 60:
            self.reset_counter()
        last[id(self)] = now
        increment(self)

    _Storage.increment_counter = forget_old
