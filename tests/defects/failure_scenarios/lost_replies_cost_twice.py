"""The cost of a question is recorded once more if the reply to that is lost."""

NOTICED_BY = "Lost Counter Responses Count Nothing Twice"
MENTIONS = "query_cost_eur"


def apply() -> None:
    """Write another entry at each attempt."""
    from manuel_sandbox.domain.costs import CostLedger

    record = CostLedger.record
    call = "before-send.dynamodb.PutItem"

    def record_each_attempt(self, user_id, request_id, cost):
        attempts = []

        def count_attempt(**_):
            attempts.append(f"{request_id}-{len(attempts)}")

        events = self._table._clients.dynamodb.meta.events
        events.register(call, count_attempt)
        try:
            record(self, user_id, request_id, cost)
        finally:
            events.unregister(call, count_attempt)
        for other_id in attempts[1:]:
            record(self, user_id, other_id, cost)

    CostLedger.record = record_each_attempt
