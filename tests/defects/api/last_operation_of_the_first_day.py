"""The last operation is that of the first day of the month with a request."""

NOTICED_BY = "Quota Names The Last Operation Of The Latest Day"


def apply() -> None:
    """Read the rows from the other end."""
    from dataclasses import replace

    from manuel_sandbox.domain.usage import UsageReader

    of = UsageReader.of

    def of_first_day(self, user_id):
        usage = of(self, user_id)
        rows = [row for row in self._rows(user_id, usage.history[-1][0]).values() if "last_updated" in row]
        first = rows[0] if rows else {}
        return replace(
            usage, last_operation=first.get("last_operation"), last_updated=first.get("last_updated")
        )

    UsageReader.of = of_first_day
