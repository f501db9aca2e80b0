"""An answer from the cache has the cost of a new one."""

NOTICED_BY = "Cached Answer Costs Nothing"


def apply() -> None:
    """Keep the original cost."""
    from dataclasses import replace

    from manuel_sandbox.domain.assistant import Assistant

    new_answer = Assistant.answer
    costs = {}

    def answer(self, user_id, question):
        given = new_answer(self, user_id, question)
        if given.is_cached:
            return replace(given, cost=costs[given.text])
        costs[given.text] = given.cost
        return given

    Assistant.answer = answer
