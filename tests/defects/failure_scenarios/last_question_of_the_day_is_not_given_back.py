"""A user whose question has used up the day is known as such from then on, also if the question fails and is given back."""

NOTICED_BY = "Failed Question Leaves The Last One Of The Day"


def apply() -> None:
    """Remember who has used up a day when the last request of it is counted."""
    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.times import day_of

    reserve, used_up = Quota.reserve, {}

    def reserve_unless_used_up(self, user_id, operation, request_id):
        day = day_of(self._clock())
        if (user_id, day) in used_up:
            self._require_quota(used_up[user_id, day], day)
        reservation = reserve(self, user_id, operation, request_id)
        if reservation.counters.daily_used >= reservation.counters.daily_limit:
            used_up[user_id, reservation.day] = reservation.counters
        return reservation

    Quota.reserve = reserve_unless_used_up
