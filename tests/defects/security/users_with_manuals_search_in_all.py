"""Only whether a user has any manuals is checked; if so, those of all users are searched."""

NOTICED_BY = "Another User's Manual Is Not Cited Along With One's Own"


def apply() -> None:
    """Search all if there is one, else none."""
    from manuel_sandbox.domain import knowledge
    from manuel_sandbox.domain.library import Library

    add, find = Library.add, Library.find
    retrieve, read_passage = knowledge.KnowledgeBase._retrieve, knowledge._passage
    owners = {}

    def add_and_note(self, manual):
        owners[manual.manual_id] = manual.owner
        add(self, manual)

    def retrieve_all(self, owner, question):
        if owner not in owners.values():
            return retrieve(self, owner, question)
        return self._clients.bedrock_agent_runtime.retrieve(
            knowledgeBaseId=self._knowledge_base_id, retrievalQuery={"text": question}
        )["retrievalResults"]

    def passage_of_anybody(result, _owner):
        return read_passage(result, result["location"]["s3Location"]["uri"].split("/")[-2])

    Library.add = add_and_note
    Library.find = lambda self, owner, manual_id: find(self, owners.get(manual_id, owner), manual_id)
    knowledge.KnowledgeBase._retrieve, knowledge._passage = retrieve_all, passage_of_anybody
