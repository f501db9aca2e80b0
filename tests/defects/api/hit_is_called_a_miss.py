"""An answer from the cache does not say so."""

NOTICED_BY = "Repeated Question Is Answered From The Cache"


def apply() -> None:
    """Say nothing of it."""
    from dataclasses import replace

    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer
    Assistant.answer = lambda self, user_id, question: replace(
        answer(self, user_id, question), is_cached=False
    )
