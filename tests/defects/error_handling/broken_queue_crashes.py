"""That a failure cannot be queued crashes the handler."""

CATEGORY = "error_handling"
NOTICED_BY = "Broken Queue Changes No Answer"


def apply() -> None:
    """Let the error through."""
    from manuel_sandbox.domain.troubles import TroubleReport

    def send(self, queue_url, message):
        self._clients.sqs.send_message(QueueUrl=queue_url, MessageBody=message)

    TroubleReport._send = send
