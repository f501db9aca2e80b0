"""An answer from the cache is not marked as cached."""

NOTICED_BY = "Repeated Question Is Answered From The Cache"


def apply() -> None:
    """Do not mark it."""
    from dataclasses import replace

    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer
    Assistant.answer = lambda self, user_id, question: replace(
        answer(self, user_id, question), is_cached=False
    )
