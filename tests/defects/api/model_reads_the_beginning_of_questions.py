"""The model gets the first five hundred characters of a question."""

NOTICED_BY = "Model Reads The Whole Question"
MENTIONS = "the end was read"


def apply() -> None:
    """Cut the rest off."""
    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer
    Model.answer = lambda self, question, passages: answer(self, question[:500], passages)
