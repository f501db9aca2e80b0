"""The record of a failure that could not be saved at once has the time at which it was saved."""

NOTICED_BY = "Record That Is Written Later Is Like One That Is Written At Once"
MENTIONS = "timestamp"


def apply() -> None:
    """Take the time of now for what comes from the queue."""
    from dataclasses import replace

    from manuel_sandbox.aws.invocation import current_invocation
    from manuel_sandbox.domain.error_tracking import ErrorStore

    save = ErrorStore.save

    def save_with_time(self, record):
        is_from_queue = current_invocation().request_id is None
        save(self, replace(record, timestamp=int(self._clock())) if is_from_queue else record)

    ErrorStore.save = save_with_time
