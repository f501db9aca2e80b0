"""Records of failures have their time in milliseconds."""

NOTICED_BY = "Failure Is Recorded"


def apply() -> None:
    """Multiply it."""
    import dataclasses

    from manuel_sandbox.domain.error_tracking import ErrorStore

    enter = ErrorStore.enter

    def in_milliseconds(self, record):
        enter(self, dataclasses.replace(record, timestamp=record.timestamp * 1000))

    ErrorStore.enter = in_milliseconds
