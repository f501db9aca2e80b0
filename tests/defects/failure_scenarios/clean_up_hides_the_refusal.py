"""That a job cannot be deleted takes the place of the reason why its recording was refused."""

NOTICED_BY = "Job That Cannot Be Deleted Does Not Affect The Answer"
MENTIONS = "503"


def apply() -> None:
    """Raise it if something has failed already."""
    import sys

    from manuel_sandbox.domain.speech import Transcriber

    clean_up = Transcriber._clean_up

    def clean_up_loudly(self, step):
        if sys.exc_info()[0] is None:
            clean_up(self, step)
        else:
            step()

    Transcriber._clean_up = clean_up_loudly
