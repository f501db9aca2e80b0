"""File names are stored in another Unicode normalisation form than they were sent in."""

NOTICED_BY = "File Name Is Kept"


def apply() -> None:
    """Compose letters and their accents."""
    import unicodedata

    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_composed(self, owner, name, content, **options):
        return submit(self, owner, unicodedata.normalize("NFC", name), content, **options)

    ManualSubmission.submit = submit_composed
