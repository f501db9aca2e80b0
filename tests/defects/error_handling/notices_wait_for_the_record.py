"""The operators are notified once a failure has been recorded: while the table refuses records, nobody is told."""

NOTICED_BY = "Operators Are Notified Although The Failure Cannot Be Recorded"


def apply() -> None:
    """Leave it to what saves the record."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    ErrorReporter._try_to_notify = lambda _self, _record: False
