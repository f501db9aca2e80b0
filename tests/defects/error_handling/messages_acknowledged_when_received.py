"""Messages are deleted before they are handled."""

NOTICED_BY = "Message Waits Until The Table Accepts It"


def apply() -> None:
    """Handle nothing twice."""
    from api_gateway.queue_poller import QueuePoller

    handle = QueuePoller._handle

    def acknowledge_first(self, messages):
        handle(self, messages)
        return set()

    QueuePoller._handle = acknowledge_first
