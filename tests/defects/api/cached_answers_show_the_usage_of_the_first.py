"""An answer from the cache shows the usage as it was when the question was asked first."""

NOTICED_BY = "Cached Answer Includes The Updated Usage"


def apply() -> None:
    """Keep it with the answer."""
    from manuel_sandbox.handlers.query import Query

    charge = Query._charge
    first = {}

    def charge_and_remember(self, reservation, answer, cost):
        counters = charge(self, reservation, answer, cost)
        key = (reservation.user_id, answer.text)
        return first.get(key, counters) if answer.is_cached else first.setdefault(key, counters)

    Query._charge = charge_and_remember
