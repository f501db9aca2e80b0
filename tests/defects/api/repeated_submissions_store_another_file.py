"""A submission that is repeated with its key stores its file once more, where nobody finds it."""

NOTICED_BY = "Repeated And Refused Submissions Leave No Files"


def apply() -> None:
    """Store the file before the key is looked at."""
    import uuid

    from manuel_sandbox.domain.library import Manual
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def store_and_submit(self, owner, name, content, **options):
        if options["idempotency_key"]:
            copy = Manual(str(uuid.uuid4()), owner, name, len(content), 1, 1, "2026-01-01T00:00:00Z")
            self._files.store(copy, content)
        return submit(self, owner, name, content, **options)

    ManualSubmission.submit = store_and_submit
