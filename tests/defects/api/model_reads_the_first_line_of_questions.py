"""The model gets the first line of a question."""

NOTICED_BY = "Model Reads The Whole Question"
MENTIONS = "the end was read"


def apply() -> None:
    """Leave out the others."""
    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer
    Model.answer = lambda self, question, passages: answer(self, question.strip().splitlines()[0], passages)
