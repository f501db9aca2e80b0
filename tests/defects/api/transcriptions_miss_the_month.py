"""A transcription counts for the day, and not for the month."""

NOTICED_BY = "A Transcription Counts For The Day And For The Month"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Take it back from the month."""
    from manuel_sandbox.domain.quota import Quota, _key

    settle = Quota.settle

    def settle_without_month(self, reservation, cost):
        settle(self, reservation, cost)
        if reservation.operation == "transcribe":
            self._table.update(
                _key(reservation.user_id, reservation.day), "ADD monthly_count :less", {"less": -1}
            )

    Quota.settle = settle_without_month
