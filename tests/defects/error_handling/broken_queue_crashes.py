"""The handler crashes if a failure can't be queued."""

NOTICED_BY = "Broken Queue Does Not Affect Responses"
MENTIONS = "status 502"


def apply() -> None:
    """Let the error through."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    def send(self, queue_url, message):
        self._clients.sqs.send_message(QueueUrl=queue_url, MessageBody=message)

    ErrorReporter._send = send
