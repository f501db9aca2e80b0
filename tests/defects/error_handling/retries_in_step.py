"""All clients wait for the same time before they retry."""

NOTICED_BY = "Retries Back Off With Jitter"
MENTIONS = "pauses without jitter"


def apply() -> None:
    """Wait without jitter."""
    from botocore.retries import standard

    standard.ExponentialBackoff.delay_amount = lambda self, context: 0.4
