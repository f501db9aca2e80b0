"""A passage of which the knowledge base does not say the location crashes the function."""

NOTICED_BY = "Passage With Little Metadata Is Accepted"
MENTIONS = "502"


def apply() -> None:
    """Read it."""
    from manuel_sandbox.domain import knowledge

    passage_of = knowledge._passage

    def passage_with_location(result, owner):
        str(result["location"]["s3Location"]["uri"])
        return passage_of(result, owner)

    knowledge._passage = passage_with_location
