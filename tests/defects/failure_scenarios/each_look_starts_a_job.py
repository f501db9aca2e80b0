"""Each look at a manual that is not ready starts another job."""

NOTICED_BY = "Stuck Ingestion Leaves The Manual Processing"
MENTIONS = "StartIngestionJob"


def apply() -> None:
    """Start one whether or not one runs."""
    from contextlib import suppress

    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.ingestion import Ingestion

    follow_one = Ingestion.follow_one

    def start_and_follow(self, manual):
        if manual.status == "processing" and manual.job_id is not None:
            with suppress(DependencyError):
                self._start()
        return follow_one(self, manual)

    Ingestion.follow_one = start_and_follow
