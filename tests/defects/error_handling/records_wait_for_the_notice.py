"""A failure is recorded once the operators have been notified: while the topic is broken, nothing is recorded."""

NOTICED_BY = "Failure Is Recorded Although Operators Cannot Be Notified"


def apply() -> None:
    """Notify first."""
    from manuel_sandbox.domain.error_tracking import ErrorStore

    save = ErrorStore.save

    def notify_first(self, record):
        self.notify_operators(record)
        notify, self.notify_operators = self.notify_operators, lambda _record: None
        try:
            save(self, record)
        finally:
            self.notify_operators = notify

    ErrorStore.save = notify_first
