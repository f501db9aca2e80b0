"""Programs and archives are rejected, and everything else is treated as a PDF."""

NOTICED_BY = "File That Is Not A PDF Is Refused"


def apply() -> None:
    """Check for known bad types."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_files import NotAPdfError, PdfFacts, read_pdf

    def read_what_is_not_listed(content):
        if content.startswith((b"MZ", b"\x7fELF", b"PK", b"#!")):
            raise NotAPdfError("it is not allowed")
        try:
            return read_pdf(content)
        except NotAPdfError:
            return PdfFacts(pages=1, chunks=1)

    manual_submission.read_pdf = read_what_is_not_listed
