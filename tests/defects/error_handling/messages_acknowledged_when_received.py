"""Messages are deleted before they are handled."""

NOTICED_BY = "Message Waits Until The Table Accepts It"


def apply() -> None:
    """Handle nothing twice."""
    from event_sources.queue_consumer import QueueConsumer

    handled = QueueConsumer._handled

    def acknowledge_first(self, messages):
        handled(self, messages)
        return messages

    QueueConsumer._handled = acknowledge_first
