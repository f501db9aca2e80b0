"""A key that was sent with a file that is no PDF cannot be used for the right one."""

NOTICED_BY = "Key Of A Refused Submission Is Still Free"
MENTIONS = "400"


def apply() -> None:
    """Claim the key before the file is read."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission, _fingerprint

    submit = ManualSubmission.submit

    def claim_and_submit(self, owner, name, content, **options):
        if options["idempotency_key"] is not None and not content.startswith(b"%PDF"):
            self._claim(owner, options["idempotency_key"], _fingerprint(name, content), "never")
        return submit(self, owner, name, content, **options)

    ManualSubmission.submit = claim_and_submit
