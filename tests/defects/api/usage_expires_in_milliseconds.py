"""Rows of usage say in milliseconds when they expire, which DynamoDB takes for a day in the far future."""

NOTICED_BY = "Every Row Expires In Time"


def apply() -> None:
    """Multiply by a thousand."""
    from manuel_sandbox.domain.quota import Quota

    new_row = Quota._new_row

    def in_milliseconds(self, user_id, day, *, monthly_count):
        row = new_row(self, user_id, day, monthly_count=monthly_count)
        return row | {"ttl": row["ttl"] * 1000}

    Quota._new_row = in_milliseconds
