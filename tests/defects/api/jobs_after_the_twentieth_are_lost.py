"""A list of jobs without `limit` ends after twenty, and says that there are no more."""

NOTICED_BY = "More Jobs Than A Page Has By Default Come On Several Pages"


def apply() -> None:
    """Return no token."""
    from manuel_sandbox.handlers.ingestion import GetIngestionStatus

    answer = GetIngestionStatus.__call__

    def answer_once(self, request):
        response = answer(self, request)
        if "limit" not in request.query:
            response.body["next_token"] = None
        return response

    GetIngestionStatus.__call__ = answer_once
