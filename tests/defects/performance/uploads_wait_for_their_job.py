"""An upload is answered only when its manual has been indexed."""

NOTICED_BY = "Manual Is Uploaded Within Its Objective"


def apply() -> None:
    """Follow the job to its end."""
    import time

    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_and_wait(self, owner, name, content, **options):
        manual = submit(self, owner, name, content, **options)
        while manual.status == "processing":
            time.sleep(1)
            manual = self._ingestion.follow_one(manual)
        return manual

    ManualSubmission.submit = submit_and_wait
