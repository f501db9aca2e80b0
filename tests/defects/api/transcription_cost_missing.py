"""The costs of a user miss the transcription of a spoken question, which its answer states."""

NOTICED_BY = "Spoken Question Costs As Much As Its Transcription And Its Answer"
MENTIONS = "daily_costs.total_cost_eur"


def apply() -> None:
    """Record the cost of the model alone."""
    from manuel_sandbox.handlers.query import Query

    charge = Query._charge
    Query._charge = lambda self, reservation, answer, _cost: charge(self, reservation, answer, answer.cost)
