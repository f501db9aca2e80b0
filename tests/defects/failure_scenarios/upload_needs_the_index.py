"""A manual is rejected while no ingestion can be started."""

NOTICED_BY = "Ingestion That Cannot Be Started Is Started Later"
MENTIONS = "Got 503"


def apply() -> None:
    """Let the refusal through."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.ingestion import Ingestion

    begin = Ingestion.begin

    def strictly(self, manual):
        begun = begin(self, manual)
        if begun.job_id is None:
            raise DependencyError("bedrock", "StartIngestionJob", "Busy", "the job could not be started")
        return begun

    Ingestion.begin = strictly
