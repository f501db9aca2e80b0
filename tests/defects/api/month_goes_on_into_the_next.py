"""The count of a month is carried over into the next."""

NOTICED_BY = "New Month Begins With Nothing Used"


def apply() -> None:
    """Take the last row of any month."""
    from manuel_sandbox.domain.quota import Quota

    def latest_row(self, user_id, day):
        page = self._table.query(
            "user_id = :user AND #date < :day",
            {"user": user_id, "day": day.isoformat()},
            newest_first=True,
            limit=1,
        )
        return next(iter(page.rows), None)

    Quota._latest_row_of_month = latest_row
