"""A request that fails after midnight is given back to the day that it failed on, where it is not counted."""

NOTICED_BY = "Question That Fails After Midnight Is Refunded To Its Own Day"


def apply() -> None:
    """Take the day of the clock."""
    from dataclasses import replace

    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.times import day_of

    give_back = Quota._give_back
    Quota._give_back = lambda self, reservation: give_back(
        self, replace(reservation, day=day_of(self._clock()))
    )
