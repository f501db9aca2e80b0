"""The model gets the content of other users' manuals, although they are never cited."""

NOTICED_BY = "Another User's Manual Is Not In The Prompt"


def apply() -> None:
    """Filter only the sources."""
    from manuel_sandbox.domain import knowledge
    from manuel_sandbox.domain.assistant import Answer, Assistant

    read_passage = knowledge._passage

    def retrieve_all(self, _owner, question):
        return self._clients.bedrock_agent_runtime.retrieve(
            knowledgeBaseId=self._knowledge_base_id, retrievalQuery={"text": question}
        )["retrievalResults"]

    def passage_of_anybody(result, _owner):
        return read_passage(result, result["location"]["s3Location"]["uri"].split("/")[-2])

    def answer_from_all(self, user_id, question):
        passages = self._knowledge_base.search(user_id, question)
        answer = self._model.answer(question, passages)
        return Answer(answer.text, self._sources(user_id, passages), answer.cost)

    knowledge.KnowledgeBase._retrieve, knowledge._passage = retrieve_all, passage_of_anybody
    Assistant._new_answer = answer_from_all
