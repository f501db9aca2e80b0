"""The cache takes characters that only look different for the same, so that `step 2²` is `step 22` (Unicode's form NFKC)."""

NOTICED_BY = "Questions That Differ In One Character Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Compare the compatibility form."""
    import unicodedata

    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: unicodedata.normalize("NFKC", normalise(question))
