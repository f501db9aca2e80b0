"""The model gets the user's previous questions."""

NOTICED_BY = "Earlier Questions Are Not In The Prompt"


def apply() -> None:
    """Pass them on."""
    from collections import defaultdict

    from manuel_sandbox.domain.assistant import Assistant

    new_answer = Assistant._new_answer
    asked = defaultdict(list)

    def answer_with_history(self, user_id, question):
        asked[user_id].append(question)
        return new_answer(self, user_id, "\n".join(asked[user_id]))

    Assistant._new_answer = answer_with_history
