"""Records of failures say in milliseconds when they expire."""

NOTICED_BY = "Record Of A Failure Expires"


def apply() -> None:
    """Multiply by a thousand."""
    from manuel_sandbox.domain.error_tracking import ErrorStore

    init = ErrorStore.__init__

    def with_clock_in_milliseconds(self, *, clock, **others):
        init(self, clock=lambda: clock() * 1000, **others)

    ErrorStore.__init__ = with_clock_in_milliseconds
