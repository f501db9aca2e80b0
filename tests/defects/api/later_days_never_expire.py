"""The usage of a day that goes on with the count of a month is kept for ever."""

NOTICED_BY = "Usage Of Each Day Expires In Time"


def apply() -> None:
    """Forget the time to live."""
    from manuel_sandbox.domain.quota import Quota

    new_row = Quota._new_row

    def without_expiry(self, user_id, day, *, monthly_count):
        row = dict(new_row(self, user_id, day, monthly_count=monthly_count))
        if monthly_count:
            del row["ttl"]
        return row

    Quota._new_row = without_expiry
