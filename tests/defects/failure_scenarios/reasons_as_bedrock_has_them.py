"""Users see Bedrock's own failure message, with bucket and key."""

NOTICED_BY = "Failed Ingestion Is Reported Without Internals"


def apply() -> None:
    """Pass them on."""
    from manuel_sandbox.domain import ingestion

    ingestion._reasons_for_user = lambda answer, manual_id: tuple(answer.get("failureReasons", ()))
