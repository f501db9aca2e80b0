"""A spoken question counts as a transcription."""

NOTICED_BY = "Usage Is Broken Down By Operation"
MENTIONS = "breakdown.query"


def apply() -> None:
    """Reserve that."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def answer_as_transcription(self, request):
        if b"file_data" not in request.body:
            return answer(self, request)
        reserve = self._quota.reserve
        self._quota.reserve = lambda user_id, _, request_id: reserve(user_id, "transcribe", request_id)
        try:
            return answer(self, request)
        finally:
            del self._quota.reserve

    Query.__call__ = answer_as_transcription
