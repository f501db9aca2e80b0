"""A failure that can't be recorded at once is never recorded."""

NOTICED_BY = "Failure That Could Not Be Recorded Is Recorded Later"


def apply() -> None:
    """Treat it as recorded."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    try_to_save = ErrorReporter._try_to_save

    def pretend(self, record):
        try_to_save(self, record)
        return True

    ErrorReporter._try_to_save = pretend
