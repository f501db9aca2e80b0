"""Retries follow each other without a pause."""

NOTICED_BY = "Retries Back Off With Jitter"


def apply() -> None:
    """Do not wait."""
    from botocore.retries import standard

    standard.ExponentialBackoff.delay_amount = lambda self, context: 0
