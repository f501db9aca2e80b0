"""An idempotency key that was sent with another file returns that file, if it is fetched."""

NOTICED_BY = "Idempotency Key Of Another Fetch Is Refused"
MENTIONS = "400"


def apply() -> None:
    """Leave the content of fetched files out of the comparison."""
    from manuel_sandbox.domain import manual_submission
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit, fingerprint = ManualSubmission.submit, manual_submission._fingerprint

    def submit_fetched(self, owner, name, content, **options):
        manual_submission._fingerprint = (lambda *_: "fetched") if options["field"] == "url" else fingerprint
        return submit(self, owner, name, content, **options)

    ManualSubmission.submit = submit_fetched
