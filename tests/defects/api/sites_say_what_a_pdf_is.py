"""What a site calls a PDF is stored as one, such as the page on which it asks visitors to sign in."""

NOTICED_BY = "Unusable Download Is Refused"
MENTIONS = "400"


def apply() -> None:
    """Do not look into the file if the site says what it is."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_files import NotAPdfError, PdfFacts
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    read, read_pdf = SafeFetcher._read, manual_submission.read_pdf
    called_a_pdf = set()

    def read_and_believe(self, target, response):
        answer = read(self, target, response)
        if isinstance(answer, bytes) and response.getheader("Content-Type") == "application/pdf":
            called_a_pdf.add(answer)
        return answer

    def read_pdf_of_a_site(content):
        try:
            return read_pdf(content)
        except NotAPdfError:
            if content not in called_a_pdf:
                raise
            return PdfFacts(pages=1, chunks=1)

    SafeFetcher._read = read_and_believe
    manual_submission.read_pdf = read_pdf_of_a_site
