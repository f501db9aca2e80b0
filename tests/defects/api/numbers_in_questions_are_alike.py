"""Questions that differ in a number alone are the same question for the cache."""

NOTICED_BY = "Questions That Differ In One Detail Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Replace digits."""
    import re

    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: re.sub(r"\d+", "0", normalise(question))
