"""A dead letter is lost if the message of AWS is longer than a queue takes."""

NOTICED_BY = "Failure With A Very Long Message Leaves A Dead Letter"


def apply() -> None:
    """Keep the whole message."""
    from manuel_sandbox.domain import error_tracking

    error_tracking.LONGEST_MESSAGE = 10_000_000
