"""The costs of the month have no transcriptions of their own."""

NOTICED_BY = "Costs Are Added Up"
MENTIONS = "monthly_costs.transcribe_cost_eur"


def apply() -> None:
    """Leave them out of the month."""
    from manuel_sandbox.handlers.usage import GetUsage

    answer = GetUsage.__call__

    def answer_without(self, request):
        response = answer(self, request)
        response.body["monthly_costs"]["transcribe_cost_eur"] = 0.0
        return response

    GetUsage.__call__ = answer_without
