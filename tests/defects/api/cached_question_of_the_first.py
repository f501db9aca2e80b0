"""An answer from the cache repeats the question as it was first asked."""

NOTICED_BY = "Spelling Variants Of A Question Are The Same Question"


def apply() -> None:
    """Remember the first spelling."""
    from manuel_sandbox.domain.answer_cache import normalise
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__
    spellings = {}

    def answer_in_first_spelling(self, request):
        response = answer(self, request)
        asked = response.body["question"]
        response.body["question"] = spellings.setdefault((request.user_id, normalise(asked)), asked)
        return response

    Query.__call__ = answer_in_first_spelling
