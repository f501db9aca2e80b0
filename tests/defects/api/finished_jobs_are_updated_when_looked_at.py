"""A job that has ended says that it was updated just now, whenever it is looked at."""

NOTICED_BY = "Finished Job Keeps Its Times"
MENTIONS = "updated_at"


def apply() -> None:
    """Show the time of the look."""
    from dataclasses import replace

    from manuel_sandbox.domain.ingestion import Ingestion
    from manuel_sandbox.times import iso

    follow_job = Ingestion.follow_job

    def follow_and_stamp(self, job):
        return replace(follow_job(self, job), updated_at=iso(self._clock()))

    Ingestion.follow_job = follow_and_stamp
