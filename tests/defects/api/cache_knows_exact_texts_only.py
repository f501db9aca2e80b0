"""A question in other letters is another question for the cache."""

NOTICED_BY = "Same Question In Other Letters Is The Same"


def apply() -> None:
    """Compare texts as they are."""
    from manuel_sandbox.domain import answer_cache

    answer_cache.normalise = lambda question: question
