"""A manual without text is called ready."""

NOTICED_BY = "Manual Without Text Is Marked As Failed"


def apply() -> None:
    """Do not look at what failed."""
    from manuel_sandbox.domain import ingestion

    ingestion._for_people = lambda answer, manual_id: ()
