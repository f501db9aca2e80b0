"""A file that begins as a PDF is taken for one."""

NOTICED_BY = "File That Is Not A Readable PDF Is Refused"


def apply() -> None:
    """Look at the beginning alone."""
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
