"""Each failure is put into the dead-letter queue twice."""

CATEGORY = "error_handling"
NOTICED_BY = "Dead Letter Is Written Once"


def apply() -> None:
    """Send again what was sent."""
    from manuel_sandbox.domain.troubles import TroubleReport

    send = TroubleReport._send

    def twice(self, queue_url, message):
        send(self, queue_url, message)
        send(self, queue_url, message)

    TroubleReport._send = twice
