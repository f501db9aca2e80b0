"""The cache folds case as Unicode does for searches, so that `Maße` (dimensions) is `Masse` (mass)."""

NOTICED_BY = "Questions That Differ In One Character Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Fold the case."""
    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: normalise(question).casefold()
