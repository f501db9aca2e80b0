"""The length of the model's reply is not limited."""

NOTICED_BY = "Length Of An Answer Is Limited"
MENTIONS = "at most 2000"


def apply() -> None:
    """Allow it as many tokens as it can give."""
    from manuel_sandbox.domain import knowledge

    knowledge.LONGEST_ANSWER_TOKENS = 4096
