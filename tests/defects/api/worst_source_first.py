"""Sources begin with the least relevant one."""

NOTICED_BY = "Best Source Comes First"


def apply() -> None:
    """Reverse them."""
    from manuel_sandbox.domain.knowledge import KnowledgeBase

    search = KnowledgeBase.search
    KnowledgeBase.search = lambda self, owner, question: search(self, owner, question)[::-1]
