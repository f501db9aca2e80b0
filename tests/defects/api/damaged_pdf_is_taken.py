"""A file that merely begins like a PDF is accepted."""

NOTICED_BY = "File That Is Not A Readable PDF Is Refused"


def apply() -> None:
    """Check only the beginning."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_files import NotAPdfError, PdfFacts, read_pdf

    def look_at_the_beginning(content):
        try:
            return read_pdf(content)
        except NotAPdfError:
            if not content.startswith(b"%PDF-"):
                raise
            return PdfFacts(pages=1, chunks=1)

    manual_submission.read_pdf = look_at_the_beginning
