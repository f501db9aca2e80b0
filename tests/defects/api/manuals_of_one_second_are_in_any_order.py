"""Manuals are ordered by the second of their upload, and those of one second by chance."""

NOTICED_BY = "Newest Manual Comes First"


def apply() -> None:
    """Leave the fraction of the second out of the ids."""
    from manuel_sandbox.domain import manual_submission

    time_ordered_uuid = manual_submission.time_ordered_uuid
    manual_submission.time_ordered_uuid = lambda moment, random_source: time_ordered_uuid(
        float(int(moment)), random_source
    )
