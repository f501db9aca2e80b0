"""The key of the cache ends after 255 characters of the question."""

NOTICED_BY = "Questions That Differ In One Character Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Cut it off."""
    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: normalise(question)[:255]
