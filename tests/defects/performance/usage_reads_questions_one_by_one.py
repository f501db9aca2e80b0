"""The costs are read question by question."""

NOTICED_BY = "Usage Makes As Many AWS Calls After Twenty Questions As Before"


def apply() -> None:
    """Read each entry again."""
    from manuel_sandbox.domain.costs import CostEntries, CostLedger

    this_month = CostLedger.this_month

    def read_one_by_one(self, user_id):
        keys = [
            {"user_id": entry["user_id"], "date": entry["date"]}
            for entry in this_month(self, user_id).entries
        ]
        return CostEntries(tuple(self._table.get(key) for key in keys))

    CostLedger.this_month = read_one_by_one
