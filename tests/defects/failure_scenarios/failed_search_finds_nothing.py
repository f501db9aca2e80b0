"""A failed search is treated as a search without results."""

NOTICED_BY = "Broken Search Is Not Mistaken For No Results"


def apply() -> None:
    """Answer without passages."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.knowledge import KnowledgeBase

    search = KnowledgeBase.search

    def search_if_possible(self, owner, question):
        try:
            return search(self, owner, question)
        except DependencyError:
            return []

    KnowledgeBase.search = search_if_possible
