"""While the breaker of the model is open, answers that are in the cache are refused as well."""

NOTICED_BY = "Cached Answer Is Served While The Breaker Is Open"
MENTIONS = "503"


def apply() -> None:
    """Look at the breaker before the cache."""
    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer

    def look_first(self, user_id, question):
        state = self._bedrock._breaker.state()
        if state.state == "open":
            raise CircuitOpenError(
                "bedrock", "Answer", "CircuitOpen", "not called", retry_after=state.retry_after
            )
        return answer(self, user_id, question)

    Assistant.answer = look_first
