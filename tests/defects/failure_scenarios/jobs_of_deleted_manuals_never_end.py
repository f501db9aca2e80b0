"""The end of a job is written down with its manual only, so that Bedrock is asked about that of a deleted one for ever."""

NOTICED_BY = "Job Of A Deleted Manual Keeps Its Times"


def apply() -> None:
    """Leave it out without a manual."""
    from manuel_sandbox.domain.ingestion import Ingestion

    record = Ingestion._record

    def record_with_manual(self, job):
        if self._library.find(job.owner, job.manual_id) is not None:
            record(self, job)

    Ingestion._record = record_with_manual
