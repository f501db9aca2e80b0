"""A file whose transfer breaks off is accepted as it is."""

NOTICED_BY = "Unusable Download Is Refused"


def apply() -> None:
    """Do not compare the lengths."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.errors import DownloadFailedError
    from manuel_sandbox.domain.manual_files import PdfFacts
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    request = SafeFetcher._request

    def request_what_comes(self, target, ends):
        try:
            return request(self, target, ends)
        except DownloadFailedError as error:
            if "incomplete" in str(error):
                return b"%PDF-1.7\n"
            raise

    read_pdf = manual_submission.read_pdf
    SafeFetcher._request = request_what_comes
    manual_submission.read_pdf = lambda content: PdfFacts(1, 1) if len(content) < 20 else read_pdf(content)
