"""A spoken question stays charged if it was transcribed and the model fails then."""

NOTICED_BY = "Spoken Question That The Model Does Not Answer Is Not Charged"


def apply() -> None:
    """Release a reservation only if nothing has been heard yet."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.quota import Reservation
    from manuel_sandbox.handlers.query import Query

    enter, leave, spoken = Reservation.__enter__, Reservation.__exit__, Query._spoken
    something = ContextVar("something", default=False)

    def begin(self):
        something.set(False)
        return enter(self)

    def listen(self, user_id, recording):
        transcript = spoken(self, user_id, recording)
        something.set(True)
        return transcript

    def end(self, *failure):
        if not something.get():
            leave(self, *failure)

    Reservation.__enter__, Reservation.__exit__, Query._spoken = begin, end, listen
