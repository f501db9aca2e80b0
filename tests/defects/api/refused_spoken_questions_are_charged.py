"""A spoken question is charged although it is too long, or looks like an attack."""

NOTICED_BY = "Spoken Question May Be As Long As A Typed One"


def apply() -> None:
    """Release a reservation only if nothing has been heard."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.errors import RequestError
    from manuel_sandbox.domain.quota import Reservation
    from manuel_sandbox.handlers.query import Query

    enter, leave, acceptable = Reservation.__enter__, Reservation.__exit__, Query._acceptable
    is_refused = ContextVar("is_refused", default=False)

    def begin(self):
        is_refused.set(False)
        return enter(self)

    def judge(self, question, field):
        try:
            return acceptable(self, question, field)
        except RequestError:
            is_refused.set(True)
            raise

    def end(self, *failure):
        if not is_refused.get():
            leave(self, *failure)

    Reservation.__enter__, Reservation.__exit__, Query._acceptable = begin, end, judge
