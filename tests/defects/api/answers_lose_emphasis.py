"""Answers lose the signs of emphasis and code, and whatever else is an asterisk."""

NOTICED_BY = "Answer Is Given As The Model Wrote It"


def apply() -> None:
    """Remove them."""
    from dataclasses import replace

    from manuel_sandbox.domain import knowledge

    read = knowledge._read_model_reply

    def changed(body):
        answer = read(body)
        return replace(answer, text=answer.text.replace("*", "").replace("`", ""))

    knowledge._read_model_reply = changed
