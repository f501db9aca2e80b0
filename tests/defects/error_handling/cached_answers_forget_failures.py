"""An answer from the cache ends the series of failures of the model, whose breaker never opens where questions are common."""

NOTICED_BY = "Requests Without A Call Change No Breaker"
MENTIONS = "4 failures in a row"


def apply() -> None:
    """Count it as a success."""
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer

    def answer_and_forget(self, user_id, question):
        found = answer(self, user_id, question)
        if found.is_cached and self._bedrock._breaker.state().state == "closed":
            self._bedrock._breaker._storage.reset_counter()
        return found

    Assistant.answer = answer_and_forget
