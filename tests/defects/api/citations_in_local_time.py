"""The time of the last citation is that of a time zone two hours east."""

NOTICED_BY = "Times Of A Manual Are Those Of Its Events"


def apply() -> None:
    """Write local time as if it were UTC."""
    from manuel_sandbox.domain.library import Library

    record_citation = Library.record_citation

    def in_local_time(self, owner, manual_id):
        clock = self._clock
        self._clock = lambda: clock() + 7200
        try:
            record_citation(self, owner, manual_id)
        finally:
            self._clock = clock

    Library.record_citation = in_local_time
