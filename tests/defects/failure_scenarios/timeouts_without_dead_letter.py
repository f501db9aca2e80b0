"""Timeouts are not reported."""

NOTICED_BY = "Model That Never Responds Is Reported As A Timeout And Not Charged"


def apply() -> None:
    """Report only errors."""
    from manuel_sandbox.aws.errors import DependencyTimeoutError
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    report = ErrorReporter.report

    def errors_alone(self, error, **whose):
        if not isinstance(error, DependencyTimeoutError):
            report(self, error, **whose)

    ErrorReporter.report = errors_alone
