"""A dead letter is lost if the queue is busy for a moment."""

NOTICED_BY = "Dead Letter Is Sent Again If The Queue Is Busy"


def apply() -> None:
    """Send it with a client that does not repeat."""
    from manuel_sandbox.aws.clients import AwsClients

    AwsClients.sqs = property(lambda self: self._client("sqs", attempts=1))
