"""The recent queries are those of any month."""

NOTICED_BY = "Costs Of A Month End With It"
MENTIONS = "recent_queries"


def apply() -> None:
    """Read all of them."""
    from manuel_sandbox.domain.costs import CostEntries, _partition
    from manuel_sandbox.handlers import usage

    def of_any_month(self, user_id):
        rows = self._table.query_all("user_id = :user", {"user": _partition(user_id)}, newest_first=True)
        return CostEntries(tuple(rows))

    call = usage.GetUsage.__call__

    def with_recent(self, request):
        recent = of_any_month(self._costs, request.user_id).recent()
        return usage.ok({**call(self, request).body, "recent_queries": recent})

    usage.GetUsage.__call__ = with_recent
