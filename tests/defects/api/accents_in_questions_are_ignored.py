"""Accents make no difference for the cache, so that `drücke` is `drucke`."""

NOTICED_BY = "Questions That Differ In One Character Are Different Questions"
MENTIONS = "cache"


def apply() -> None:
    """Take the accents off."""
    import unicodedata

    from manuel_sandbox.domain import answer_cache

    normalise = answer_cache.normalise

    def without_accents(question):
        parts = unicodedata.normalize("NFKD", normalise(question))
        return "".join(part for part in parts if not unicodedata.combining(part))

    answer_cache.normalise = without_accents
