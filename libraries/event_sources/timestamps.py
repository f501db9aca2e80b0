"""Moments as events write them."""

from datetime import UTC, datetime


def utc_text(moment: float, precision: str) -> str:
    """Return a moment in UTC, such as `2026-01-01T00:00:00Z`.

    Args:
        moment: Epoch seconds.
        precision: The smallest unit that is written, `seconds` or `milliseconds`.
    """
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec=precision).replace("+00:00", "Z")
