"""The times of manuals are right, and written with the offset of another time zone instead of in UTC."""

NOTICED_BY = "Manual Has The Time Of Its Upload"


def apply() -> None:
    """Write `+02:00`."""
    from datetime import datetime, timedelta, timezone

    from manuel_sandbox.domain import manual_submission

    zone = timezone(timedelta(hours=2))
    manual_submission.iso = lambda moment: datetime.fromtimestamp(moment, zone).isoformat(timespec="seconds")
