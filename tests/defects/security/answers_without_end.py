"""The model may answer as long as it likes."""

NOTICED_BY = "Answer Is No Longer Than It Needs To Be"


def apply() -> None:
    """Allow it as many tokens as there can be."""
    from manuel_sandbox.domain import knowledge

    knowledge.LONGEST_ANSWER_TOKENS = 200_000
