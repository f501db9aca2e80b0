"""If a question is sent with a recording, it is the one that is asked, and the answer repeats the spoken one."""

NOTICED_BY = "Recording Takes Precedence Over The Question"
MENTIONS = "cache"


def apply() -> None:
    """Ask the typed one if there is one."""
    from manuel_sandbox.domain.assistant import Assistant
    from manuel_sandbox.handlers.query import Query

    typed_of, answer = Query._typed, Assistant.answer
    asked_last = {}

    def note_typed(self, body):
        typed = typed_of(self, body)
        asked_last["question"] = typed.text
        return typed

    def answer_typed(self, user_id, question):
        return answer(self, user_id, asked_last.pop("question", None) or question)

    Query._typed, Assistant.answer = note_typed, answer_typed
