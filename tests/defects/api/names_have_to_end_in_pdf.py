"""A manual is refused unless its name ends with `.pdf`, in small letters."""

NOTICED_BY = "File Name Is Kept"
MENTIONS = "must end with .pdf"


def apply() -> None:
    """Look at the extension."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_pdf(self, owner, name, content, **options):
        if not name.rstrip().endswith(".pdf"):
            raise InvalidFieldError(FieldProblem("file_name", "it must end with .pdf"))
        return submit(self, owner, name, content, **options)

    ManualSubmission.submit = submit_pdf
