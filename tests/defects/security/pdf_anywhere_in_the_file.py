"""Anything may precede a PDF, as readers tolerate it."""

NOTICED_BY = "File That Is Both A Page And A PDF Is Refused"


def apply() -> None:
    """Search the first 1024 bytes for its beginning."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_files import SIGNATURE, read_pdf

    manual_submission.read_pdf = lambda content: read_pdf(content[max(0, content[:1024].find(SIGNATURE)) :])
