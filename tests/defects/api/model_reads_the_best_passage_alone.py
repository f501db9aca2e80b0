"""The model gets the best passage alone, whatever the sources are."""

NOTICED_BY = "Model Reads Every Passage That Is Cited"
MENTIONS = "both were read"


def apply() -> None:
    """Leave the others out of the prompt."""
    from manuel_sandbox.domain import knowledge

    prompt = knowledge.prompt
    knowledge.prompt = lambda question, passages: prompt(question, passages[:1])
