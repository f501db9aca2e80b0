"""All manuals are searched, and passages of others left out afterwards: none may be left where others have the same manual."""

NOTICED_BY = "Another User's Manual Is Not Cited Along With One's Own"


def apply() -> None:
    """Search without a filter."""
    from manuel_sandbox.domain.knowledge import PASSAGES, KnowledgeBase

    def retrieve_of_all(self, _owner, question):
        return self._clients.bedrock_agent_runtime.retrieve(
            knowledgeBaseId=self._knowledge_base_id,
            retrievalQuery={"text": question},
            retrievalConfiguration={"vectorSearchConfiguration": {"numberOfResults": PASSAGES}},
        )["retrievalResults"]

    KnowledgeBase._retrieve = retrieve_of_all
