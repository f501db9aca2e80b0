"""Whatever is at an address is stored as a manual."""

NOTICED_BY = "Unusable Download Is Refused"


def apply() -> None:
    """Take it for a PDF of one page."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_files import NotAPdfError, PdfFacts, read_pdf

    def take_anything(content):
        try:
            return read_pdf(content)
        except NotAPdfError:
            return PdfFacts(pages=1, chunks=1)

    manual_submission.read_pdf = take_anything
