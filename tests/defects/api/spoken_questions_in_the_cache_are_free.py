"""A spoken question that is answered from the cache costs nothing, although it was transcribed."""

NOTICED_BY = "Spoken Question That Is Answered From The Cache Costs Its Transcription"
MENTIONS = "total_cost_eur"


def apply() -> None:
    """Let nothing of a cached answer cost anything."""
    from manuel_sandbox.domain.costs import FREE_ANSWER
    from manuel_sandbox.handlers import query

    charge, cost_info, answers = query.Query._charge, query._cost_info, []

    def charge_new_answers(self, reservation, answer, cost):
        answers[:] = [answer]
        return charge(self, reservation, answer, FREE_ANSWER if answer.is_cached else cost)

    query.Query._charge = charge_new_answers
    query._cost_info = lambda cost: cost_info(FREE_ANSWER if answers[0].is_cached else cost)
