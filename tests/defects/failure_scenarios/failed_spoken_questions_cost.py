"""The transcription of a spoken question is among the user's costs even if the question is not answered."""

NOTICED_BY = "Spoken Question That The Model Does Not Answer Is Not Charged"
MENTIONS = "total_cost_eur"


def apply() -> None:
    """Record it when it is made."""
    from manuel_sandbox.aws.invocation import current_invocation
    from manuel_sandbox.handlers.query import Query

    spoken, charge = Query._spoken, Query._charge

    def spoken_and_paid(self, user_id, recording):
        transcript = spoken(self, user_id, recording)
        self._quota._costs.record(user_id, f"{current_invocation().request_id}-heard", transcript.cost)
        return transcript

    def charge_answer(self, reservation, answer, cost):
        return charge(self, reservation, answer, answer.cost)

    Query._spoken, Query._charge = spoken_and_paid, charge_answer
