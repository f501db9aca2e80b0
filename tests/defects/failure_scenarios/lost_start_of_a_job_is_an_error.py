"""A job that was started by a call whose reply was lost is an error."""

NOTICED_BY = "Lost Reply To A Job Start Creates One Job"


def apply() -> None:
    """Know no conflict."""
    from manuel_sandbox.domain import speech

    speech.JOB_EXISTS = "NoSuchError"
