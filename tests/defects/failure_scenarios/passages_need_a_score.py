"""A passage of which the knowledge base does not say the score crashes the function."""

NOTICED_BY = "Passage With Little Metadata Is Accepted"
MENTIONS = "502"


def apply() -> None:
    """Read it."""
    from manuel_sandbox.domain import knowledge

    passage_of = knowledge._passage

    def passage_with_score(result, owner):
        float(result["score"])
        return passage_of(result, owner)

    knowledge._passage = passage_with_score
