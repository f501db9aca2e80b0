"""An answer is withheld because its cost can't be recorded."""

NOTICED_BY = "Answer Is Given And Counted Even If Its Cost Cannot Be Recorded"
MENTIONS = "got 503"


def apply() -> None:
    """Let the error through."""
    from manuel_sandbox.domain.quota import Quota

    def settle(self, reservation, cost):
        self._costs.record(reservation.user_id, reservation.request_id, cost)

    Quota.settle = settle
