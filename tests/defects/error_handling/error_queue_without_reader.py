"""Nobody reads the error queue."""

NOTICED_BY = "Message That Cannot Be Processed Goes To The Dead-Letter Queue"


def apply() -> None:
    """Start no consumer."""
    from event_sources.queue_consumer import QueueConsumer

    QueueConsumer.start = lambda self: None
