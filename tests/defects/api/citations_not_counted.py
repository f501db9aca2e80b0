"""A manual does not count the answers that cite it."""

NOTICED_BY = "Answers That Cite A Manual Are Counted"


def apply() -> None:
    """Count nothing."""
    from manuel_sandbox.domain.assistant import Assistant

    Assistant.record_citations = lambda self, user_id, answer: None
