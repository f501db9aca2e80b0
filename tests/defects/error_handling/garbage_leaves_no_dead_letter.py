"""A request that fails because a reply cannot be read leaves no dead letter."""

NOTICED_BY = "Failures Without An Error Of AWS Are Kept In The Dead-Letter Queue"
MENTIONS = "Expected queue dead-letter to hold 1 message"


def apply() -> None:
    """Report errors of AWS alone."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    report = ErrorReporter.report

    def report_errors_of_aws(self, error, *, request_id, user_id):
        if getattr(error, "cause_type", "") not in ("InvalidReplyError", "ResponseParserError"):
            report(self, error, request_id=request_id, user_id=user_id)

    ErrorReporter.report = report_errors_of_aws
