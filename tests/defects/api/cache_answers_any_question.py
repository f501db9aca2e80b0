"""The cache gives the last answer to whatever is asked."""

NOTICED_BY = "Different Question Is Not Answered From The Cache"


def apply() -> None:
    """Take every question for the same."""
    from manuel_sandbox.domain import answer_cache

    answer_cache.normalise = lambda question: ""
