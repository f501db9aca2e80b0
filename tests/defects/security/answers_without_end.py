"""The length of the model's reply is not limited."""

NOTICED_BY = "Length Of An Answer Is Limited"
MENTIONS = "Expected status 200"


def apply() -> None:
    """Allow it as many tokens as there can be."""
    from manuel_sandbox.domain import knowledge

    knowledge.LONGEST_ANSWER_TOKENS = 200_000
