"""The manuals are searched one after the other."""

NOTICED_BY = "Question Makes As Many AWS Calls With Three Manuals As With One"


def apply() -> None:
    """Search once for each manual."""
    from manuel_sandbox.domain.assistant import Assistant

    new_answer = Assistant._new_answer

    def search_each(self, user_id, question):
        manuals, _ = self._library.manuals(user_id, limit=100, next_token=None)
        for _ in manuals[1:]:
            self._knowledge_base.search(user_id, question)
        return new_answer(self, user_id, question)

    Assistant._new_answer = search_each
