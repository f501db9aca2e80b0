"""An answer ends after five hundred characters."""

NOTICED_BY = "Answer Is Given As The Model Wrote It"


def apply() -> None:
    """Cut it."""
    from dataclasses import replace

    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer

    def short_answer(self, question, passages):
        given = answer(self, question, passages)
        return replace(given, text=given.text[:500])

    Model.answer = short_answer
