"""The order of words makes no difference for the cache."""

NOTICED_BY = "Questions That Differ In One Detail Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Sort them."""
    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: " ".join(sorted(normalise(question).split()))
