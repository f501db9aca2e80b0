"""The usage in an answer does not include the answer itself."""

NOTICED_BY = "Answer Includes The Updated Usage"


def apply() -> None:
    """Report the previous usage."""
    from manuel_sandbox.domain.quota import Reservation

    confirm = Reservation.confirm

    def confirm_and_tell_before(self, cost):
        confirm(self, cost)
        return self.counters_without

    Reservation.confirm = confirm_and_tell_before
