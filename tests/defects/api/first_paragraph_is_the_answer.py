"""Of an answer with several paragraphs, the user gets the first."""

NOTICED_BY = "Answer Is Given As The Model Wrote It"


def apply() -> None:
    """Drop the others."""
    from dataclasses import replace

    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer

    def first_paragraph(self, question, passages):
        given = answer(self, question, passages)
        return replace(given, text=given.text.partition("\n\n")[0])

    Model.answer = first_paragraph
