"""The model reveals its instructions when asked for them, and its reply is not checked."""

NOTICED_BY = "Instructions In A Question Reveal Nothing"


def apply() -> None:
    """Reveal them."""
    from dataclasses import replace

    from manuel_sandbox.domain.knowledge import SYSTEM_PROMPT, Model

    answer = Model.answer

    def answer_or_tell(self, question, passages):
        given = answer(self, question, passages)
        return replace(given, text=SYSTEM_PROMPT) if "system prompt" in question else given

    Model.answer = answer_or_tell
