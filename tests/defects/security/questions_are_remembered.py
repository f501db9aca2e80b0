"""The model is told what the user asked before."""

NOTICED_BY = "Earlier Questions Are Not In The Prompt"


def apply() -> None:
    """Tell it."""
    from collections import defaultdict

    from manuel_sandbox.domain.assistant import Assistant

    new_answer = Assistant._new_answer
    asked = defaultdict(list)

    def answer_with_history(self, user_id, question):
        asked[user_id].append(question)
        return new_answer(self, user_id, "\n".join(asked[user_id]))

    Assistant._new_answer = answer_with_history
