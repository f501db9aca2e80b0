"""For the cache, a question with other capitals is another question."""

NOTICED_BY = "Spelling Variants Of A Question Are The Same Question"


def apply() -> None:
    """Compare the exact texts."""
    from manuel_sandbox.domain import answer_cache

    answer_cache.normalise = lambda question: question
