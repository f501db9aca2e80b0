"""Users see Bedrock's own failure message, with bucket and key."""

NOTICED_BY = "Failed Ingestion Is Reported Without Internals"


def apply() -> None:
    """Pass them on."""
    from manuel_sandbox.domain import ingestion

    ingestion._for_people = lambda answer, manual_id: tuple(answer.get("failureReasons", ()))
