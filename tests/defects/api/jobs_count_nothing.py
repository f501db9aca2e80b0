"""A job does not report what it has indexed."""

NOTICED_BY = "Job Reports How Much It Has Indexed"


def apply() -> None:
    """Report zero."""
    from manuel_sandbox.handlers import ingestion

    tell = ingestion._job

    def tell_zero(job):
        told = tell(job)
        return told | {"statistics": dict.fromkeys(told["statistics"], 0)}

    ingestion._job = tell_zero
