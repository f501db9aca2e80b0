"""What timed out is not reported."""

CATEGORY = "failure_scenarios"
NOTICED_BY = "Network Timeout"


def apply() -> None:
    """Report errors alone."""
    from manuel_sandbox.aws.errors import DependencyTimeoutError
    from manuel_sandbox.domain.troubles import TroubleReport

    report = TroubleReport.report

    def errors_alone(self, error, **whose):
        if not isinstance(error, DependencyTimeoutError):
            report(self, error, **whose)

    TroubleReport.report = errors_alone
