"""Nobody reads the error queue."""

NOTICED_BY = "Message That Cannot Be Processed Goes To The Dead-Letter Queue"


def apply() -> None:
    """Start no poller."""
    from api_gateway.queue_poller import QueuePoller

    QueuePoller.start = lambda self: None
