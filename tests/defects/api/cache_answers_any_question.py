"""The cache returns the last answer for every question."""

NOTICED_BY = "Different Question Is Not Answered From The Cache"


def apply() -> None:
    """Treat all questions as the same."""
    from manuel_sandbox.domain import answer_cache

    answer_cache.normalise = lambda question: ""
