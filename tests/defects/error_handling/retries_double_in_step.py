"""All clients wait for the same time before they retry, each time for twice as long."""

NOTICED_BY = "Retries Back Off With Jitter"
MENTIONS = "pauses without jitter"


def apply() -> None:
    """Double the pause without jitter."""
    from botocore.retries import standard

    standard.ExponentialBackoff.delay_amount = lambda self, context: 0.2 * 2 ** (context.attempt_number - 1)
