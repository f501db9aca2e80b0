"""A question with a tab or a line end is another one to the cache than the same with blanks."""

NOTICED_BY = "Spelling Variants Of A Question Are The Same Question"
MENTIONS = "cache"


def apply() -> None:
    """Split at blanks alone."""
    from manuel_sandbox.domain import answer_cache

    def normalise(question):
        words = [word for word in question.lower().split(" ") if word]
        return " ".join(words).rstrip(answer_cache.PUNCTUATION_AT_THE_END)

    answer_cache.normalise = normalise
