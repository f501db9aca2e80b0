"""Manuals are listed in the order of the last thousand seconds."""

NOTICED_BY = "Newest Manual Comes First However Much Later It Was Uploaded"


def apply() -> None:
    """Keep too few digits of the time."""
    from manuel_sandbox.domain import manual_submission

    ordered = manual_submission.time_ordered_uuid
    manual_submission.time_ordered_uuid = lambda moment, random_source: ordered(moment % 1000, random_source)
