"""An ingestion that could not be started with the upload is never started."""

NOTICED_BY = "Ingestion That Cannot Be Started Is Started Later"


def apply() -> None:
    """Follow only running jobs."""
    from manuel_sandbox.domain.ingestion import Ingestion

    follow_one = Ingestion.follow_one
    Ingestion.follow_one = lambda self, manual: manual if manual.job_id is None else follow_one(self, manual)
