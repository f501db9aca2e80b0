"""A repeated submission is answered with the id of its manual as file name."""

NOTICED_BY = "Submission That Is Repeated When Its Manual Is Ready Creates No Other"
MENTIONS = "file_name"


def apply() -> None:
    """Return another name if the manual is known."""
    from dataclasses import replace

    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_by_id(self, owner, *submission, **options):
        known = {manual.manual_id for manual in self._library.manuals(owner, limit=100, next_token=None)[0]}
        manual = submit(self, owner, *submission, **options)
        return replace(manual, name=f"{manual.manual_id}.pdf") if manual.manual_id in known else manual

    ManualSubmission.submit = submit_by_id
