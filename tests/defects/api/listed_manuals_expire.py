"""The row of a manual in its user's list expires after 400 days; its file and its tracker do not."""

NOTICED_BY = "Manual Never Expires"
MENTIONS = "library#"


def apply() -> None:
    """Give it a `ttl`."""
    import time

    from manuel_sandbox.aws.table import TableClient

    putting = TableClient.putting

    def putting_for_a_while(self, item, *, condition=None, values=None):
        if str(item["user_id"]).startswith("library#"):
            item = {**item, "ttl": int(time.time()) + 400 * 86400}
        return putting(self, item, condition=condition, values=values)

    TableClient.putting = putting_for_a_while
