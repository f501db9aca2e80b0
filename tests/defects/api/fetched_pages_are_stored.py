"""Whatever is found at an address is stored as a manual."""

NOTICED_BY = "Unusable Download Is Refused"


def apply() -> None:
    """Treat it as a PDF with one page."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_files import NotAPdfError, PdfFacts, read_pdf

    def take_anything(content):
        try:
            return read_pdf(content)
        except NotAPdfError:
            return PdfFacts(pages=1, chunks=1)

    manual_submission.read_pdf = take_anything
