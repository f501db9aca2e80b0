"""The history shows only the current day."""

NOTICED_BY = "Yesterday Stays In The History"


def apply() -> None:
    """Forget the previous days."""
    from dataclasses import replace

    from manuel_sandbox.domain.usage import UsageReader

    of = UsageReader.of

    def of_today(self, user_id):
        record = of(self, user_id)
        history = tuple((day, 0) for day, _ in record.history[:-1])
        return replace(record, history=(*history, record.history[-1]))

    UsageReader.of = of_today
