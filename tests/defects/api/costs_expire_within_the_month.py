"""Costs expire after a day, so that those of the month are those of today."""

NOTICED_BY = "Every Row Expires In Time"


def apply() -> None:
    """Keep rows for a day."""
    from datetime import timedelta

    from manuel_sandbox.domain import costs

    costs.ENTRY_LIFETIME = timedelta(days=1)
