"""The last operation is that of the last day with a request, which is none if that request has failed."""

NOTICED_BY = "Failed First Question Of A Day Leaves The Last Operation"
MENTIONS = "last_operation"


def apply() -> None:
    """Look at the latest row alone."""
    from dataclasses import replace

    from manuel_sandbox.domain.usage import UsageReader
    from manuel_sandbox.times import day_of

    of = UsageReader.of

    def of_the_latest_day(self, user_id):
        rows = self._rows(user_id, day_of(self._clock()))
        latest = rows[max(rows)] if rows else {}
        return replace(
            of(self, user_id),
            last_operation=latest.get("last_operation"),
            last_updated=latest.get("last_updated"),
        )

    UsageReader.of = of_the_latest_day
