"""A transaction that another one was in the way of is not repeated."""

NOTICED_BY = "Conflicting Transaction Is Repeated"
MENTIONS = "503"


def apply() -> None:
    """Know it as no error that passes."""
    from manuel_sandbox.aws import dependency

    dependency.TRANSIENT_REASONS.remove("TransactionConflict")
