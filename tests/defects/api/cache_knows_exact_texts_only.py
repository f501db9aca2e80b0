"""A question in other letters is another question for the cache."""

NOTICED_BY = "Spelling Variants Of A Question Are The Same Question"


def apply() -> None:
    """Compare texts as they are."""
    from manuel_sandbox.domain import answer_cache

    answer_cache.normalise = lambda question: question
