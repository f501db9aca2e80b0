"""A question of the day before is not refunded to the month if nothing else is counted in it."""

NOTICED_BY = "Month Is Empty When All Its Questions Have Failed"
MENTIONS = "monthly_queries is 1"


def apply() -> None:
    """Keep one question."""
    from manuel_sandbox.aws.table import TableClient

    updating = TableClient.updating

    def keeping_one(self, key, expression, values, **others):
        is_of_the_month = others.get("condition") == "monthly_count > :none"
        return updating(self, key, expression, values | {"none": 1} if is_of_the_month else values, **others)

    TableClient.updating = keeping_one
