"""A transaction that was cancelled because its table is busy is not repeated."""

NOTICED_BY = "Transaction That Is Throttled Is Repeated"
MENTIONS = "503"


def apply() -> None:
    """Repeat only those that were in conflict."""
    from manuel_sandbox.aws import dependency

    dependency.TRANSIENT_REASONS = {"TransactionConflict"}
