"""A question that was transcribed first is not counted, because its transcription was."""

NOTICED_BY = "Question Is Transcribed First And Then Asked"


def apply() -> None:
    """Leave the next one uncounted."""
    from manuel_sandbox.domain.quota import Reservation

    confirm = Reservation.confirm
    heard = set()

    def confirm_once(self, cost):
        if self.operation == "transcribe":
            heard.add(self.user_id)
        elif self.user_id in heard:
            heard.remove(self.user_id)
            return self.counters_without
        return confirm(self, cost)

    Reservation.confirm = confirm_once
