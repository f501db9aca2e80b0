"""The passages that an answer cites are logged, at the lowest level."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Served"
MENTIONS = "passage"


def apply() -> None:
    """Log what the search has found."""
    import logging

    from manuel_sandbox.domain.knowledge import KnowledgeBase

    logger = logging.getLogger("manuel_sandbox.domain.knowledge")
    search = KnowledgeBase.search

    def search_and_log(self, owner, question):
        found = search(self, owner, question)
        logger.debug("Found %s", [passage.text for passage in found])
        return found

    KnowledgeBase.search = search_and_log
