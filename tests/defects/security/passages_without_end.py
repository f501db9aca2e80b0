"""The number of passages is not limited."""

NOTICED_BY = "Length Of The Prompt Is Limited"


def apply() -> None:
    """Request as many passages as possible."""
    from manuel_sandbox.domain import knowledge

    knowledge.PASSAGES = 100
