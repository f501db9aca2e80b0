"""All that is found for a question is read."""

NOTICED_BY = "Length Of The Prompt Is Limited"


def apply() -> None:
    """Ask for as many passages as there can be."""
    from manuel_sandbox.domain import knowledge

    knowledge.PASSAGES = 100
