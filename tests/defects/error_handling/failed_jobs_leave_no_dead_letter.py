"""A transcription job that AWS reports as failed leaves no dead letter."""

NOTICED_BY = "Failed Transcription Job Leaves A Dead Letter"
MENTIONS = "dead-letter"


def apply() -> None:
    """Report failed calls alone."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    report = ErrorReporter.report

    def report_failed_calls(self, error, *, request_id, user_id):
        if getattr(error, "cause_type", "") != "JobFailed":
            report(self, error, request_id=request_id, user_id=user_id)

    ErrorReporter.report = report_failed_calls
