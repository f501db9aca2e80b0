"""All that is found for a question is read."""

NOTICED_BY = "Question Does Not Grow The Prompt Without End"


def apply() -> None:
    """Ask for as many passages as there can be."""
    from manuel_sandbox.domain import knowledge

    knowledge.PASSAGES = 100
