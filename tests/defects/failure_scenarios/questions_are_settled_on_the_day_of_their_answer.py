"""A question that is answered after midnight is settled on the new day, on which it was not counted."""

NOTICED_BY = "Question That Is Answered After Midnight Counts Once"
MENTIONS = "502"


def apply() -> None:
    """Take today."""
    from dataclasses import replace

    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.times import day_of

    settle = Quota.settle

    def settle_today(self, reservation, cost):
        return settle(self, replace(reservation, day=day_of(self._clock())), cost)

    Quota.settle = settle_today
