"""The count of a month goes on from that of the same month a year before."""

NOTICED_BY = "Month Does Not Continue The Same Month Of Last Year"


def apply() -> None:
    """Compare the names of months without their years."""
    from manuel_sandbox.domain.quota import Quota

    def latest_row(self, user_id, day):
        rows = self._table.query_all(
            "user_id = :user AND #date < :day", {"user": user_id, "day": day.isoformat()}, newest_first=True
        )
        return next((row for row in rows if row["month"][5:] == day.isoformat()[5:7]), None)

    Quota._latest_row_of_month = latest_row
