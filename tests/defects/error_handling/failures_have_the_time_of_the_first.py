"""All failures have the time of the first one of the process."""

NOTICED_BY = "Each Failure Is Kept With Its Own Time"
MENTIONS = "at least"


def apply() -> None:
    """Keep the time in the process."""
    from dataclasses import replace

    from manuel_sandbox.domain.error_tracking import ErrorReporter

    record_of = ErrorReporter._record
    times = []

    def record(self, error, request_id, user_id):
        found = record_of(self, error, request_id, user_id)
        times.append(found.timestamp)
        return replace(found, timestamp=times[0])

    ErrorReporter._record = record
