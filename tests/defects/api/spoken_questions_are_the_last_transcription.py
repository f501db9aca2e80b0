"""After a spoken question, the last operation is a transcription."""

NOTICED_BY = "Quota Names The Last Operation"
MENTIONS = "last_operation"


def apply() -> None:
    """Note the first step of the question as the operation."""
    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.handlers.query import Query

    settle, spoken = Quota.settle, Query._spoken
    have_spoken = set()

    def spoken_and_noted(self, user_id, recording):
        have_spoken.add(user_id)
        return spoken(self, user_id, recording)

    def settle_as_the_first_step(self, reservation, cost):
        if reservation.user_id in have_spoken:
            have_spoken.discard(reservation.user_id)
            reservation.operation = "transcribe"
        settle(self, reservation, cost)

    Query._spoken, Quota.settle = spoken_and_noted, settle_as_the_first_step
