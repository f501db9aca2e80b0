"""Records of failures have their time in milliseconds."""

NOTICED_BY = "Failure Is Recorded"


def apply() -> None:
    """Multiply it."""
    import dataclasses

    from manuel_sandbox.domain.error_tracking import ErrorStore

    save = ErrorStore.save

    def in_milliseconds(self, record):
        save(self, dataclasses.replace(record, timestamp=record.timestamp * 1000))

    ErrorStore.save = in_milliseconds
