"""Questions that differ in quotation marks only are the same to the cache."""

NOTICED_BY = "Questions That Differ In One Detail Are Different Questions"
MENTIONS = "miss"


def apply() -> None:
    """Remove them."""
    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: normalise(question).replace('"', "").replace("'", "")
