"""A list of files without `limit` ends after twenty, and says that there are no more."""

NOTICED_BY = "More Files Than A Page Has By Default Come On Several Pages"


def apply() -> None:
    """Return no token."""
    from manuel_sandbox.handlers.ingestion import ListIngestionFiles

    answer = ListIngestionFiles.__call__

    def answer_once(self, request):
        response = answer(self, request)
        if "limit" not in request.query:
            response.body["next_token"] = None
        return response

    ListIngestionFiles.__call__ = answer_once
