"""Points, apostrophes and signs inside a question make no difference for the cache."""

NOTICED_BY = "Questions That Differ In One Detail Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Keep letters, digits and spaces."""
    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise
    answer_cache.normalise = lambda question: "".join(
        letter for letter in normalise(question) if letter.isalnum() or letter == " "
    )
