"""Only failures of the model are recorded in the table."""

NOTICED_BY = "Failures Of Every Dependency Are Recorded"


def apply() -> None:
    """Save no others."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    save = ErrorReporter._try_to_save
    ErrorReporter._try_to_save = lambda self, record: record.service != "bedrock" or save(self, record)
