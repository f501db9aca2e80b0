"""A lost response to the start of a job is an error, although the job was started."""

NOTICED_BY = "Lost Response To A Job Start Creates One Job"
MENTIONS = "Got 503"


def apply() -> None:
    """Do not recognise the conflict."""
    from manuel_sandbox.domain import speech

    speech.JOB_EXISTS = "NoSuchError"
