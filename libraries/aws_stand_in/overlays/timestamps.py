"""Timestamps in the form of botocore's service models."""

from datetime import UTC, datetime


def timestamp(seconds: float) -> datetime:
    """Convert epoch seconds."""
    return datetime.fromtimestamp(seconds, UTC)
