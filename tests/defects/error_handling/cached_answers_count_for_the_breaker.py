"""An answer from the cache counts as a success of the model, and closes its breaker."""

NOTICED_BY = "Requests Without A Call Change No Breaker"
MENTIONS = "success_count"


def apply() -> None:
    """Guard the look into the cache as well."""
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer

    def answer_and_count(self, user_id, question):
        found = answer(self, user_id, question)
        if found.is_cached and self._bedrock._breaker.state().state == "half_open":
            with self._bedrock.guard("Answer"):
                pass
        return found

    Assistant.answer = answer_and_count
