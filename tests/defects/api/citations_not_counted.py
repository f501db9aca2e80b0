"""A manual does not count the answers that cite it."""

NOTICED_BY = "Manual Counts The Answers That Cite It"


def apply() -> None:
    """Count nothing."""
    from manuel_sandbox.domain.assistant import Assistant

    Assistant.note_citations = lambda self, user_id, answer: None
