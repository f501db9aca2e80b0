"""The reason of a failed job mentions buckets and keys."""

NOTICED_BY = "Job For A Scanned Manual Says Why It Failed"


def apply() -> None:
    """Pass on Bedrock's message."""
    from manuel_sandbox.domain import ingestion

    ingestion._reasons_for_user = lambda answer, manual_id: tuple(answer.get("failureReasons", ()))
