"""A transcript is withheld because its job can't be deleted."""

NOTICED_BY = "Job That Cannot Be Deleted Does Not Affect The Answer"
MENTIONS = "Got 503"


def apply() -> None:
    """Let the error through."""
    from manuel_sandbox.domain.speech import Transcriber

    Transcriber._clean_up = lambda self, step: step()
