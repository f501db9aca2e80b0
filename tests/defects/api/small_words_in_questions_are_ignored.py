"""Small words, such as `on` and `off`, make no difference for the cache."""

NOTICED_BY = "Questions That Differ In One Detail Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: " ".join(
        word for word in normalise(question).split() if len(word) > 3
    )
