"""Sources begin with the one that fits least."""

NOTICED_BY = "Best Source Comes First"


def apply() -> None:
    """Turn them round."""
    from manuel_sandbox.domain.knowledge import KnowledgeBase

    search = KnowledgeBase.search
    KnowledgeBase.search = lambda self, owner, question: search(self, owner, question)[::-1]
