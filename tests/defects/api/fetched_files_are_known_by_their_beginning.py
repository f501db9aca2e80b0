"""A file that is fetched from a URL is accepted if it begins like a PDF: damaged ones, and those that ask for a password."""

NOTICED_BY = "Fetched File That Is Not A Readable PDF Is Refused"


def apply() -> None:
    """Check no more of it."""
    from contextvars import ContextVar

    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_files import NotAPdfError, PdfFacts, read_pdf

    submit = manual_submission.ManualSubmission.submit
    is_fetched = ContextVar("is_fetched", default=False)

    def submit_from(self, owner, name, content, *, field, **options):
        is_fetched.set(field == "url")
        return submit(self, owner, name, content, field=field, **options)

    def read(content):
        try:
            return read_pdf(content)
        except NotAPdfError:
            if not is_fetched.get() or not content.startswith(b"%PDF-"):
                raise
            return PdfFacts(pages=1, chunks=1)

    manual_submission.ManualSubmission.submit = submit_from
    manual_submission.read_pdf = read
