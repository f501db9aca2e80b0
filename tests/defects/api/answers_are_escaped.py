"""Answers are escaped for a web page, so that an app shows `&quot;` and `&lt;`."""

NOTICED_BY = "Answer Is Given As The Model Wrote It"
MENTIONS = "&lt;OK&gt;"


def apply() -> None:
    """Escape them."""
    import html
    from dataclasses import replace

    from manuel_sandbox.domain.knowledge import Model

    answer = Model.answer

    def escaped_answer(self, question, passages):
        given = answer(self, question, passages)
        return replace(given, text=html.escape(given.text))

    Model.answer = escaped_answer
