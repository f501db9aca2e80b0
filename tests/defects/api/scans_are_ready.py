"""A manual without text is called ready."""

NOTICED_BY = "Manual Without Text Fails And Says So"


def apply() -> None:
    """Do not look at what failed."""
    from manuel_sandbox.domain import ingestion

    ingestion._for_people = lambda answer, manual_id: ()
