"""A file that is refused as no manual has been stored already, and stays."""

NOTICED_BY = "Repeated And Refused Submissions Leave No Files"
MENTIONS = "incoming-"


def apply() -> None:
    """Store it first."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def store_and_submit(self, owner, name, content, **options):
        key = f"manuals/{owner}/incoming-{self._random.getrandbits(64):x}.pdf"
        files = self._files
        files._put(key, content, "application/pdf")
        manual = submit(self, owner, name, content, **options)
        files._s3.call(files._clients.s3.delete_object, Bucket=files._bucket, Key=key)
        return manual

    ManualSubmission.submit = store_and_submit
