"""An ingestion whose state can't be read is treated as failed."""

NOTICED_BY = "Job State That Cannot Be Read Is Read Again"


def apply() -> None:
    """Store it as failed."""
    from dataclasses import replace

    from manuel_sandbox.domain.ingestion import Ingestion

    ask = Ingestion._ask

    def or_failed(self, job):
        asked = ask(self, job)
        if asked is job:
            return replace(job, status="FAILED", failure_reasons=("The file could not be indexed.",))
        return asked

    Ingestion._ask = or_failed
