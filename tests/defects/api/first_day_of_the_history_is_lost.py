"""In the first days of a month, the history begins a day late."""

NOTICED_BY = "Oldest Day Of The History May Be Of The Month Before"


def apply() -> None:
    """Read the rows of the other six days."""
    from manuel_sandbox.domain.usage import UsageReader

    rows = UsageReader._rows

    def without_the_first(self, user_id, today):
        found = rows(self, user_id, today)
        is_shown = {day: (today - day).days < 6 or day.month == today.month for day in found}
        return {day: row for day, row in found.items() if is_shown[day]}

    UsageReader._rows = without_the_first
