"""A reply of the search without a list of results is treated as an empty list."""

NOTICED_BY = "Broken Search Is Not Mistaken For No Results"


def apply() -> None:
    """Default to nothing, as boto3 examples do."""
    from manuel_sandbox.aws import clients
    from manuel_sandbox.domain.knowledge import KnowledgeBase

    clients.require_whole_json = lambda **_: None

    def retrieve(self, owner, question):
        reply = self._clients.bedrock_agent_runtime.retrieve(
            knowledgeBaseId=self._knowledge_base_id,
            retrievalQuery={"text": question},
            retrievalConfiguration={
                "vectorSearchConfiguration": {"filter": {"equals": {"key": "owner", "value": owner}}}
            },
        )
        return reply.get("retrievalResults", [])

    KnowledgeBase._retrieve = retrieve
