"""A job says that it was created an hour from now, as a clock in summer time would."""

NOTICED_BY = "Times Of A Manual Are Those Of Its Events"


def apply() -> None:
    """Write local time as if it were UTC."""
    from manuel_sandbox.domain import ingestion

    iso = ingestion.iso
    ingestion.iso = lambda moment: iso(moment + 3600)
