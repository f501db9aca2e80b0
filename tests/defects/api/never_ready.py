"""A manual is in processing for ever."""

NOTICED_BY = "Manual Is Processing Until It Is Ready"


def apply() -> None:
    """Do not follow its job."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion._ask = lambda self, job: job
