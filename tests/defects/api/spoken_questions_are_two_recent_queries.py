"""A spoken question is listed twice among the recent queries: with the cost of its transcription and with that of its answer."""

NOTICED_BY = "Spoken Question Costs As Much As Its Transcription And Its Answer"
MENTIONS = "recent_queries"


def apply() -> None:
    """Record each of them."""
    from dataclasses import replace

    from manuel_sandbox.domain.costs import Cost, CostLedger

    including, record = Cost.including, CostLedger.record
    transcriptions = {}

    def including_and_noted(self, other):
        whole = including(self, other)
        transcriptions[whole] = other.eur
        return whole

    def record_each(self, user_id, request_id, cost):
        transcription = transcriptions.pop(cost, None)
        if transcription:
            record(self, user_id, f"{request_id}-1", replace(cost, eur=transcription))
            record(self, user_id, f"{request_id}-2", replace(cost, eur=cost.eur - transcription))
        else:
            record(self, user_id, request_id, cost)

    Cost.including, CostLedger.record = including_and_noted, record_each
