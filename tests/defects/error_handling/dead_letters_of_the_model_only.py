"""Only failures of the model are stored."""

NOTICED_BY = "Failures Of Every Dependency Are Kept In The Dead-Letter Queue"


def apply() -> None:
    """Leave the others out."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    report = ErrorReporter.report

    def of_bedrock(self, error, **whose):
        if getattr(error, "service", "") == "bedrock":
            report(self, error, **whose)

    ErrorReporter.report = of_bedrock
