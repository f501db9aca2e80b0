"""The uploading user is kept in a variable that the next upload overwrites, while the file is scanned for viruses."""

NOTICED_BY = "Two Users Upload At The Same Time"

SECONDS_TO_LOOK_THROUGH = 0.5


def apply() -> None:
    """Share the variable."""
    import time

    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit
    latest = {}

    def submit_for_the_last(self, owner, name, content, **options):
        latest["owner"] = owner
        time.sleep(SECONDS_TO_LOOK_THROUGH)
        return submit(self, latest["owner"], name, content, **options)

    ManualSubmission.submit = submit_for_the_last
