"""Manuals are sorted by dates that begin with the day: what was uploaded on the 28th stays above the whole next month."""

NOTICED_BY = "Newest Manual Comes First In The Next Month As Well"


def apply() -> None:
    """Write the day first, then the month."""
    from datetime import UTC, datetime

    from manuel_sandbox.domain import manual_submission

    ordered = manual_submission.time_ordered_uuid

    def ordered_by_day_first(moment, random_source):
        date = datetime.fromtimestamp(moment, UTC)
        days = (date.day * 13 + date.month) * 100 + date.year % 100
        return ordered(days * 86400 + moment % 86400, random_source)

    manual_submission.time_ordered_uuid = ordered_by_day_first
