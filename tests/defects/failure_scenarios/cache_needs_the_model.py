"""A cached answer is returned only if the search works."""

NOTICED_BY = "Cached Answer Is Served While The Model Is Down"
MENTIONS = "Got 503"


def apply() -> None:
    """Search before looking into the cache."""
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer

    def search_first(self, user_id, question):
        with self._bedrock.guard("Answer"):
            self._knowledge_base.search(user_id, question)
        return answer(self, user_id, question)

    Assistant.answer = search_first
