"""A failure that cannot be written down at once is never written down."""

NOTICED_BY = "Failure That Could Not Be Recorded Is Recorded Later"


def apply() -> None:
    """Take it for written."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    written = ErrorReporter._is_written_down

    def pretend(self, record):
        written(self, record)
        return True

    ErrorReporter._is_written_down = pretend
