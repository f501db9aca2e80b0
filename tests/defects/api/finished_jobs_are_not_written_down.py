"""What a job has become is asked again each time."""

NOTICED_BY = "State Of A Finished Job Is Not Requested From Bedrock Again"
MENTIONS = "GetIngestionJob"


def apply() -> None:
    """Return it without a record."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion.follow_job = lambda self, job: job if job.is_over else self._ask(job)
