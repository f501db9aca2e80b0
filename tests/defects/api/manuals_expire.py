"""Manuals expire like counters do: after four hundred days DynamoDB deletes them."""

NOTICED_BY = "Manual Never Expires"
MENTIONS = "ttl"


def apply() -> None:
    """Let their rows expire."""
    import time

    from manuel_sandbox.aws.table import TableClient

    putting = TableClient.putting

    def putting_for_a_while(self, item, *, condition=None, values=None):
        if str(item["user_id"]).startswith(("library#", "file_tracker#")):
            item = {**item, "ttl": int(time.time()) + 400 * 86400}
        return putting(self, item, condition=condition, values=values)

    TableClient.putting = putting_for_a_while
