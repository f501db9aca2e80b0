"""Answers from the cache are free although they should be charged."""

NOTICED_BY = "Cached Answer Is Charged As Configured"


def apply() -> None:
    """Give them back."""
    from manuel_sandbox.handlers.query import Query

    charge = Query._charge

    def charge_new_answers(self, reservation, answer, cost):
        return reservation.counters_without if answer.is_cached else charge(self, reservation, answer, cost)

    Query._charge = charge_new_answers
