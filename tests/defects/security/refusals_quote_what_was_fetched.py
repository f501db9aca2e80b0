"""The refusal of a fetched file quotes its beginning, which only the server can read."""

NOTICED_BY = "Refusal Does Not Reveal What Was Fetched"
MENTIONS = "<html"


def apply() -> None:
    """Quote it."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_or_quote(self, owner, name, content, **options):
        try:
            return submit(self, owner, name, content, **options)
        except InvalidFieldError as error:
            if options["field"] != "url" or error.error_type != "validation_error":
                raise
            begins = content[:80].decode(errors="replace")
            raise InvalidFieldError(
                FieldProblem("url", f"it is no PDF, but begins with {begins!r}")
            ) from None

    ManualSubmission.submit = submit_or_quote
