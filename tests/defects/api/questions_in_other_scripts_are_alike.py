"""The key of the cache keeps only characters of ASCII, so that all Japanese questions are the same."""

NOTICED_BY = "Questions That Differ In One Character Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Drop all others."""
    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: normalise(question).encode("ascii", "ignore").decode()
