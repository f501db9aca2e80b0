"""Final failures are only logged."""

NOTICED_BY = "Failed Request Is Kept In The Dead-Letter Queue"


def apply() -> None:
    """Send nothing to the dead-letter queue."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    send = ErrorReporter._send

    def not_to_dead_letters(self, queue_url, message):
        if queue_url != self._dead_letter_queue_url:
            send(self, queue_url, message)

    ErrorReporter._send = not_to_dead_letters
