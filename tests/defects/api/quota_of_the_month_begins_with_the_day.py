"""Until the first question of a day, the quota shows nothing of the month as used."""

NOTICED_BY = "Monthly Count Carries Over A Pause Of Days"
MENTIONS = "monthly.used"


def apply() -> None:
    """Read the counts of both from the row of today."""
    from dataclasses import replace

    from manuel_sandbox.domain.usage import UsageReader
    from manuel_sandbox.handlers.usage import GetQuota
    from manuel_sandbox.times import day_of

    class RowOfTodayReader:
        def __init__(self, reader):
            self._reader = reader

        def of(self, user_id):
            record = self._reader.of(user_id)
            today = day_of(self._reader._clock())
            if today in self._reader._rows(user_id, today):
                return record
            return replace(record, counters=replace(record.counters, monthly_used=0))

    initialise = GetQuota.__init__

    def with_row_of_today(self, *, usage: UsageReader):
        initialise(self, usage=RowOfTodayReader(usage))

    GetQuota.__init__ = with_row_of_today
