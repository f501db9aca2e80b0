"""A manual without text is reported as ready."""

NOTICED_BY = "Manual Without Text Is Marked As Failed"


def apply() -> None:
    """Ignore failures."""
    from manuel_sandbox.domain import ingestion

    ingestion._for_people = lambda answer, manual_id: ()
