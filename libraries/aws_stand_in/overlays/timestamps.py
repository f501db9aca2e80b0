"""Points in time as botocore's service models have them."""

from datetime import UTC, datetime


def timestamp(seconds: float) -> datetime:
    """Convert epoch seconds."""
    return datetime.fromtimestamp(seconds, UTC)
