"""The model's reply is read in another encoding than it has: `°` becomes `Â°`."""

NOTICED_BY = "Answer Is Given As The Model Wrote It"
MENTIONS = "Â°"


def apply() -> None:
    """Decode it as Latin-1."""
    from dataclasses import replace

    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer

    def misread_answer(self, question, passages):
        given = answer(self, question, passages)
        return replace(given, text=given.text.encode().decode("latin-1"))

    Model.answer = misread_answer
