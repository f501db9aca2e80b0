"""A manual without text is reported as ready."""

NOTICED_BY = "Manual Without Text Is Marked As Failed"


def apply() -> None:
    """Ignore failures."""
    from manuel_sandbox.domain import ingestion

    ingestion._reasons_for_user = lambda answer, manual_id: ()
