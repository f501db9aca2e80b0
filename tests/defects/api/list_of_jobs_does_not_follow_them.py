"""The list of jobs shows them as they were when somebody last looked at one."""

NOTICED_BY = "Every List Shows That A Manual Has Become Ready"
MENTIONS = "jobs.0.status"


def apply() -> None:
    """Do not ask for them."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion.follow_jobs = lambda self, jobs: list(jobs)
