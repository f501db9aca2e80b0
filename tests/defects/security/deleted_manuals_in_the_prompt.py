"""The model gets the content of a deleted manual until the index is rebuilt, although it is never cited."""

NOTICED_BY = "Deleted Manual Is Not In The Prompt"


def apply() -> None:
    """Filter only the sources, and leave the index as it is."""
    from manuel_sandbox.domain.assistant import Answer, Assistant
    from manuel_sandbox.domain.ingestion import Ingestion

    def answer_from_the_index(self, user_id, question):
        passages = self._knowledge_base.search(user_id, question)
        answer = self._model.answer(question, passages)
        return Answer(answer.text, self._sources(user_id, passages), answer.cost)

    Assistant._new_answer = answer_from_the_index
    Ingestion.remove_deleted = lambda self: False
