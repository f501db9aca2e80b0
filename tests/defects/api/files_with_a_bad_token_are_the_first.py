"""An invalid page token of the list of files returns the first page."""

NOTICED_BY = "Made-Up Page Token Of Jobs And Files Is Refused"
MENTIONS = "ingestion/files"


def apply() -> None:
    """Ignore it."""
    from dataclasses import replace

    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.handlers import ingestion

    answer = ingestion.ListIngestionFiles.__call__

    def answer_from_anywhere(self, request):
        try:
            return answer(self, request)
        except InvalidFieldError:
            return answer(self, replace(request, query={}))

    ingestion.ListIngestionFiles.__call__ = answer_from_anywhere
