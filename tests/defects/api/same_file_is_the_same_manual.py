"""A file that exists already is not accepted a second time."""

NOTICED_BY = "Separate Submissions Create Separate Manuals"


def apply() -> None:
    """Use the content as idempotency key."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission, _fingerprint

    submit = ManualSubmission.submit

    def submit_once(self, owner, name, content, **options):
        return submit(self, owner, name, content, **options | {"idempotency_key": _fingerprint("", content)})

    ManualSubmission.submit = submit_once
