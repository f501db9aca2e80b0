"""File names lose the characters that take four bytes."""

NOTICED_BY = "File Name Is Kept"


def apply() -> None:
    """Replace what a database with three bytes a character cannot keep."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_narrow(self, owner, name, content, **options):
        narrow = "".join(character if ord(character) <= 0xFFFF else "_" for character in name)
        return submit(self, owner, narrow, content, **options)

    ManualSubmission.submit = submit_narrow
