"""The model is polite, and says more than the manual."""


def apply() -> None:
    """Add words before and after the answer."""
    import dataclasses

    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer

    def politely(self, question, passages):
        said = answer(self, question, passages)
        return dataclasses.replace(said, text=f"Certainly! {said.text} Is there anything else?")

    Model.answer = politely
