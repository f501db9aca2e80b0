"""When a manual is deleted that was fetched from a URL, its file stays, and so does the link to it."""

NOTICED_BY = "Fetched Manual That Is Deleted Leaves Nothing Behind"


def apply() -> None:
    """Delete uploaded files only."""
    from manuel_sandbox.domain.manual_files import ManualFiles
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit, delete = ManualSubmission.submit, ManualFiles.delete
    fetched = set()

    def submit_and_remember(self, owner, name, content, *, field, **options):
        manual = submit(self, owner, name, content, field=field, **options)
        if field == "url":
            fetched.add(manual.manual_id)
        return manual

    def delete_uploaded(self, manual):
        if manual.manual_id not in fetched:
            delete(self, manual)

    ManualSubmission.submit, ManualFiles.delete = submit_and_remember, delete_uploaded
