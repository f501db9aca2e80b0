"""The count of a user who pauses for a week expires, and that of the month with it."""

NOTICED_BY = "Every Row Expires In Time"


def apply() -> None:
    """Keep rows for a week."""
    from datetime import timedelta

    from manuel_sandbox.domain import quota

    quota.ROW_LIFETIME = timedelta(days=7)
