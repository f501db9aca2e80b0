"""The name of a manual gets the extension `.pdf` if it has another one or none."""

NOTICED_BY = "File Name Is Kept"
MENTIONS = "Kettle.pdf"


def apply() -> None:
    """Append it."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_with_extension(self, owner, name, content, **options):
        full = name if name.rstrip().lower().endswith(".pdf") else f"{name}.pdf"
        return submit(self, owner, full, content, **options)

    ManualSubmission.submit = submit_with_extension
