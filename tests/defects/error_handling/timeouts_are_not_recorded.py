"""A request that failed since a dependency did not answer in time leaves a dead letter, and no record in the table."""

NOTICED_BY = "Timeout Is Recorded"


def apply() -> None:
    """Take the timeout for handled when the dead letter has been sent."""
    from contextvars import ContextVar

    from manuel_sandbox.aws.errors import DependencyTimeoutError
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    report, save = ErrorReporter.report, ErrorReporter._try_to_save
    is_timeout = ContextVar("is_timeout", default=False)

    def note_kind(self, error, **request):
        is_timeout.set(isinstance(error, DependencyTimeoutError))
        report(self, error, **request)

    def save_failures(self, record):
        return is_timeout.get() or save(self, record)

    ErrorReporter.report, ErrorReporter._try_to_save = note_kind, save_failures
