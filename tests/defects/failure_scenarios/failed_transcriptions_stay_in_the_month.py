"""A failed transcription is given back to the day, and stays in the month."""

NOTICED_BY = "Failed Requests Are Neither In The Breakdown Nor The Last Operation"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Leave the month as it is."""
    from manuel_sandbox.aws.table import TableClient

    update = TableClient.update

    def keep_month(self, key, change, values, *, condition=None):
        if "transcribe_count :less" in change:
            change = change.replace(" monthly_count :less,", "")
        return update(self, key, change, values, condition=condition)

    TableClient.update = keep_month
