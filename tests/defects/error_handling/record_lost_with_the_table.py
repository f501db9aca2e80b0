"""A failure that can't be recorded at once is never recorded."""

NOTICED_BY = "Failure That Could Not Be Recorded Is Recorded Later"


def apply() -> None:
    """Treat it as recorded."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    written = ErrorReporter._is_written_down

    def pretend(self, record):
        written(self, record)
        return True

    ErrorReporter._is_written_down = pretend
